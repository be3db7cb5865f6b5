package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Message;

/** Who gets messages. Any thread may deliver; nothing waits. */
public interface Subscriber {

  /**
   * Takes a message for this subscriber.
   *
   * @param retained the message comes from the retained store because of a new subscription
   */
  void deliver(Message message, Subscription subscription, boolean retained);
}
