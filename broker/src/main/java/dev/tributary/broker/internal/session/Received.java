package dev.tributary.broker.internal.session;

/** What a PUBREC meets. */
public enum Received {
  /** PUBREL follows. */
  RELEASE,
  /** PUBREL follows again: this PUBREC had come before. */
  REPEATED,
  /** The client refused the message: its flow is over. */
  ENDED,
  /** That identifier has a QoS 1 message, which knows no PUBREC. */
  UNEXPECTED,
  UNKNOWN
}
