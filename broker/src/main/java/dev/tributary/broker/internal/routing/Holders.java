package dev.tributary.broker.internal.routing;

/**
 * Who holds a message already that is routed a second time, because the process ended before its
 * publisher was told that all hold it.
 */
public interface Holders {

  /**
   * Whether the copy for a subscription is held: by the subscriber, or by anybody if it is shared.
   * Answers once for each copy.
   */
  boolean hold(Subscriber subscriber, Subscription subscription);
}
