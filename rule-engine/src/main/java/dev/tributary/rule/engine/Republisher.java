package dev.tributary.rule.engine;

import dev.tributary.sink.Receipt;

/** Brings messages that the server itself makes to subscribers and rules. */
@FunctionalInterface
public interface Republisher {

  /**
   * Publishes. Any thread; must not block.
   *
   * @param receipt told of every action that must hold the message
   */
  void publish(Republication message, Receipt receipt);
}
