package dev.tributary.broker;

/** Who hears what happens to connections, sessions and messages. */
@FunctionalInterface
public interface BrokerEvents {

  /** Nobody listens. */
  BrokerEvents NONE = event -> {};

  /**
   * Called on the event loop where it happened. Must not block; what it throws is logged and goes
   * no further.
   */
  void on(BrokerEvent event);
}
