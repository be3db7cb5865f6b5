package dev.tributary.acceptance.clients;

/** What not every client lets its user do. */
public enum Ability {
  /** Shows the CONNACK. */
  GREETING,
  /** Shows reason codes of a SUBACK. */
  SUBACK_CODES,
  /** Publishes on the connection that it subscribes on. */
  ONE_CONNECTION,
  /** Lets its user unsubscribe and go on. */
  UNSUBSCRIBE,
  /** Shows identifiers of subscriptions, and lets its user choose them. */
  SUBSCRIPTION_IDENTIFIERS,
  /** Understands topic aliases in what it receives. */
  TOPIC_ALIASES,
  /** Can leave so that its will is not published. */
  PARTING_WITHOUT_WILL,
  /** Lets the server assign a client identifier. */
  NO_CLIENT_ID,
}
