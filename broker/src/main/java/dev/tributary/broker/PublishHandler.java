package dev.tributary.broker;

/**
 * Who sees every message that a client has published and that was allowed, before it is routed to
 * subscribers.
 */
@FunctionalInterface
public interface PublishHandler {

  /** Nobody is interested. */
  PublishHandler NONE = (message, custody) -> {};

  /**
   * Called on the connection's event loop, in the order of the packets. Must not block.
   *
   * @param custody what must be settled before the publisher is acknowledged
   */
  void onPublish(Message message, Custody custody);
}
