package dev.tributary.broker;

import java.net.InetSocketAddress;

/**
 * One door for clients.
 *
 * @param type only {@code tcp} so far
 * @param name unique among the listeners of its type, such as {@code default}
 * @param bind port 0 lets the system choose; {@link Broker#address} tells what it chose
 * @param connectionsMax a connection beyond it is closed at once and counted
 */
public record ListenerSettings(
    String type, String name, boolean enable, InetSocketAddress bind, int connectionsMax) {

  public ListenerSettings {
    if (!type.equals("tcp")) {
      throw new IllegalArgumentException("listener type '" + type + "': only 'tcp' is known");
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("listener name '': must not be empty");
    }
    if (connectionsMax < 1) {
      throw new IllegalArgumentException(
          "max_connections " + connectionsMax + " of listener " + name + ": must be at least 1");
    }
  }

  /** {@code tcp:default}. */
  public String id() {
    return type + ":" + name;
  }
}
