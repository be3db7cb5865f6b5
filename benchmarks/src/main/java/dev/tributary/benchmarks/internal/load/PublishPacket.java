package dev.tributary.benchmarks.internal.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The QoS 1 publishes of one device: all of the same length, encoded once; only the packet
 * identifier, the temperature (21.0 to 98.9, so that the rule lets all pass) and a running number
 * change. Not thread-safe.
 */
final class PublishPacket {

  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int IDENTIFIER_MAX = 0xFFFF;
  private static final String TEMPERATURE = "00.0";
  private static final String NUMBER = "000000000000";

  private final byte[] bytes;
  private final int identifierAt;
  private final int temperatureAt;
  private final int numberAt;
  private int identifier;
  private long number;

  /**
   * @param version of MQTT, 4 (3.1.1) or 5
   * @param payloadBytes at least {@link #payloadBytesMin}
   */
  PublishPacket(String clientId, int version, int payloadBytes) {
    byte[] topic = ("t/" + clientId).getBytes(StandardCharsets.UTF_8);
    String payload = payload(clientId, payloadBytes);
    int properties = version == 5 ? 1 : 0;
    ByteBuffer out = ByteBuffer.allocate(payloadBytes + topic.length + 16);
    out.put((byte) PUBLISH_QOS_1);
    Wire.length(out, 2 + topic.length + 2 + properties + payloadBytes);
    out.putShort((short) topic.length).put(topic);
    identifierAt = out.position();
    out.putShort((short) 0);
    if (properties == 1) {
      out.put((byte) 0);
    }
    int payloadAt = out.position();
    out.put(payload.getBytes(StandardCharsets.US_ASCII));
    temperatureAt = payloadAt + payload.indexOf(TEMPERATURE);
    numberAt = payloadAt + payload.indexOf(NUMBER);
    bytes = new byte[out.position()];
    out.flip().get(bytes);
  }

  /** The shortest payload that has room for all that changes. */
  static int payloadBytesMin(String clientId) {
    return skeleton(clientId, "").length();
  }

  private static String payload(String clientId, int bytes) {
    int pad = bytes - payloadBytesMin(clientId);
    return skeleton(clientId, "x".repeat(Math.max(0, pad)));
  }

  private static String skeleton(String clientId, String pad) {
    return "{\"temp\":%s,\"device\":\"%s\",\"seq\":\"%s\",\"pad\":\"%s\"}"
        .formatted(TEMPERATURE, clientId, NUMBER, pad);
  }

  int length() {
    return bytes.length;
  }

  /** Writes the next publish. */
  void next(ByteBuffer out) {
    identifier = identifier == IDENTIFIER_MAX ? 1 : identifier + 1;
    number++;
    bytes[identifierAt] = (byte) (identifier >> 8);
    bytes[identifierAt + 1] = (byte) identifier;
    int degrees = 21 + (int) (number % 78);
    bytes[temperatureAt] = (byte) ('0' + degrees / 10);
    bytes[temperatureAt + 1] = (byte) ('0' + degrees % 10);
    bytes[temperatureAt + 3] = (byte) ('0' + number % 10);
    long rest = number;
    for (int i = numberAt + NUMBER.length() - 1; rest > 0 && i >= numberAt; i--, rest /= 10) {
      bytes[i] = (byte) ('0' + rest % 10);
    }
    out.put(bytes);
  }
}
