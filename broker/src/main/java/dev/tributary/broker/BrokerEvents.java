package dev.tributary.broker;

/** Who hears what happens to connections, sessions and messages. */
@FunctionalInterface
public interface BrokerEvents {

  /** Nobody listens. */
  BrokerEvents NONE =
      new BrokerEvents() {
        @Override
        public boolean wants(BrokerEventType type) {
          return false;
        }

        @Override
        public void on(BrokerEvent event) {}
      };

  /**
   * Whether events of that kind shall be made at all: asked before each of them, for every message
   * and packet. Any thread; must be as cheap as reading a field, must not throw, and may change its
   * answer at any time.
   */
  default boolean wants(BrokerEventType type) {
    return true;
  }

  /**
   * Called where it happened: on the event loop of the connection, or for dropped messages on the
   * thread that published. Must not block; what it throws is logged and goes no further.
   */
  void on(BrokerEvent event);
}
