package dev.tributary.broker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Packets as bytes, written by hand so that no codec checks itself. */
public final class Wire {

  private Wire() {}

  /** Hexadecimal digits, spaces ignored. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Two bytes of length, then UTF-8. */
  public static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(two(bytes.length), bytes);
  }

  /** PUBACK or PUBREC (MQTT 5) for a message that nobody has subscribed. */
  static byte[] unheard(int type, int packetId) {
    return packet(type, two(packetId), hex("10 00"));
  }

  public static byte[] two(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number};
  }

  public static byte[] packet(int first, byte[]... parts) {
    byte[] body = join(parts);
    return join(new byte[] {(byte) first}, varint(body.length), body);
  }

  public static byte[] varint(int number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int left = number;
    do {
      int digit = left & 0x7F;
      left >>= 7;
      bytes.write(left > 0 ? digit | 0x80 : digit);
    } while (left > 0);
    return bytes.toByteArray();
  }

  public static byte[] properties(String digits) {
    byte[] bytes = hex(digits);
    return join(varint(bytes.length), bytes);
  }

  /** 3.1.1. */
  public static byte[] connect4(String clientId, boolean clean, int keepAlive) {
    return packet(
        0x10,
        text("MQTT"),
        new byte[] {4, (byte) (clean ? 0x02 : 0x00)},
        two(keepAlive),
        text(clientId));
  }

  public static byte[] connect5(String clientId, boolean clean, int keepAlive, String properties) {
    return packet(
        0x10,
        text("MQTT"),
        new byte[] {5, (byte) (clean ? 0x02 : 0x00)},
        two(keepAlive),
        properties(properties),
        text(clientId));
  }

  public static byte[] connect5(String clientId) {
    return connect5(clientId, true, 0, "");
  }

  /** With a will of QoS 0. */
  public static byte[] connect5Will(
      String clientId, String willProperties, String topic, String payload) {
    return packet(
        0x10,
        text("MQTT"),
        new byte[] {5, 0x06},
        two(0),
        properties(""),
        text(clientId),
        properties(willProperties),
        text(topic),
        text(payload));
  }

  public static byte[] publish4(int qos, int packetId, String topic, String payload) {
    return publish(0x30 | qos << 1, packetId, topic, null, payload);
  }

  public static byte[] publish5(
      int qos, int packetId, String topic, String properties, String payload) {
    return publish(0x30 | qos << 1, packetId, topic, properties, payload);
  }

  /**
   * Any PUBLISH.
   *
   * @param properties null for 3.1.1
   */
  public static byte[] publish(
      int first, int packetId, String topic, String properties, String payload) {
    return packet(
        first,
        text(topic),
        (first & 0x06) == 0 ? new byte[0] : two(packetId),
        properties == null ? new byte[0] : properties(properties),
        payload.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] subscribe4(int packetId, String filter, int options) {
    return packet(0x82, two(packetId), text(filter), new byte[] {(byte) options});
  }

  public static byte[] subscribe5(int packetId, String properties, String filter, int options) {
    return packet(
        0x82, two(packetId), properties(properties), text(filter), new byte[] {(byte) options});
  }
}
