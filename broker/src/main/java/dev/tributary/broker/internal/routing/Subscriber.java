package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;

/** Who gets messages. Any thread may deliver and ask; nothing waits. */
public interface Subscriber {

  /**
   * Takes a message for this subscriber.
   *
   * @param retained the message comes from the retained store because of a new subscription
   * @param custody deferred, on the calling thread, by a subscriber that must still store the
   *     message, and released when it has
   */
  void deliver(Message message, Subscription subscription, boolean retained, Custody custody);

  /** The client identifier. */
  String subscriberId();

  /** Whether a message could go out at once: of a shared group such members are preferred. */
  boolean isConnected();

  /** Whether it outlives its connection. */
  boolean isDurable();
}
