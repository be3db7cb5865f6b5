package dev.tributary.broker;

import java.util.List;

/**
 * WebSocket of one listener.
 *
 * @param path of the HTTP upgrade, such as {@code /mqtt}
 * @param frameBytesMax a larger frame closes the connection (1009), as does one of more than twice
 *     the largest MQTT packet, for a frame is in memory as a whole
 * @param failIfNoSubprotocol refuse an upgrade that names none of {@code subprotocols}
 * @param subprotocols accepted ones, such as {@code mqtt, mqtt-v3, mqtt-v3.1.1, mqtt-v5}
 * @param compress offer permessage-deflate
 * @param checkOrigin refuse an upgrade whose Origin is none of {@code origins}
 * @param proxyAddressHeader header from which a trusted proxy's client address is taken, empty for
 *     none
 */
public record WebSocketOptions(
    String path,
    int frameBytesMax,
    boolean failIfNoSubprotocol,
    List<String> subprotocols,
    boolean compress,
    boolean checkOrigin,
    List<String> origins,
    String proxyAddressHeader) {

  public WebSocketOptions {
    subprotocols = List.copyOf(subprotocols);
    origins = List.copyOf(origins);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("mqtt_path '" + path + "': must begin with /");
    }
  }

  /** What the original uses, without compression. */
  public static WebSocketOptions defaults() {
    return new WebSocketOptions(
        "/mqtt",
        Integer.MAX_VALUE,
        true,
        List.of("mqtt", "mqtt-v3", "mqtt-v3.1.1", "mqtt-v5"),
        false,
        false,
        List.of(),
        "");
  }
}
