package dev.tributary.broker;

import java.util.Locale;

/** How a listener carries MQTT. */
public enum ListenerType {
  TCP,
  /** TCP with TLS. */
  SSL,
  /** WebSocket, subprotocol {@code mqtt} ([MQTT-6.0.0-3]). */
  WS,
  /** WebSocket with TLS. */
  WSS;

  public boolean isTls() {
    return this == SSL || this == WSS;
  }

  public boolean isWebSocket() {
    return this == WS || this == WSS;
  }

  /**
   * As configuration and listener ids spell it: {@code tcp}, {@code ssl}, {@code ws}, {@code wss}.
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
