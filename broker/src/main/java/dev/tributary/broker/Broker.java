package dev.tributary.broker;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;

/**
 * The MQTT server: listeners, connections, sessions and routing. Made stopped; {@link #start} opens
 * the listeners, {@link #close} ends every connection. All methods may be called from any thread.
 */
public final class Broker implements AutoCloseable {

  private final BrokerSettings settings;

  public Broker(
      BrokerSettings settings, PublishHandler handler, BrokerEvents events, InstantSource clock) {
    this.settings = settings;
  }

  /**
   * Opens every enabled listener, or none.
   *
   * @throws ListenException naming the listener, its address and the cause
   * @throws IllegalStateException if it was started before
   */
  public void start() throws ListenException {}

  /**
   * Where a listener listens.
   *
   * @param listener such as {@code tcp:default}
   * @throws IllegalArgumentException if no such listener is open
   */
  public InetSocketAddress address(String listener) {
    throw new IllegalArgumentException(
        "listener '" + listener + "' is not open; configured are " + settings.listeners());
  }

  /** Counters and gauges. */
  public BrokerMetrics metrics() {
    return Map::of;
  }

  /**
   * Routes a message of the server itself to subscribers; {@link PublishHandler} does not see it.
   */
  public void publish(Message message) {}

  /**
   * Closes listeners and connections (MQTT 5 clients get DISCONNECT 0x8B); a second call is
   * nothing.
   */
  @Override
  public void close() {}
}
