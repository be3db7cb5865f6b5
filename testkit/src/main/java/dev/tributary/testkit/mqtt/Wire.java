package dev.tributary.testkit.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

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
    return binary(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Two bytes of length, then these. */
  public static byte[] binary(byte[] bytes) {
    return join(two(bytes.length), bytes);
  }

  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] two(int number) {
    return bytes(number >> 8, number);
  }

  public static byte[] four(long number) {
    return bytes((int) (number >> 24), (int) (number >> 16), (int) (number >> 8), (int) number);
  }

  public static byte[] packet(int first, byte[]... parts) {
    byte[] body = join(parts);
    return join(bytes(first), varint(body.length), body);
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
    return properties(hex(digits));
  }

  public static byte[] properties(byte[] properties) {
    return join(varint(properties.length), properties);
  }

  /** 3.1.1. */
  public static byte[] connect4(String clientId, boolean clean, int keepAlive) {
    return packet(
        0x10, text("MQTT"), bytes(4, clean ? 0x02 : 0x00), two(keepAlive), text(clientId));
  }

  public static byte[] connect5(String clientId, boolean clean, int keepAlive, String properties) {
    return packet(
        0x10,
        text("MQTT"),
        bytes(5, clean ? 0x02 : 0x00),
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
        bytes(5, 0x06),
        two(0),
        properties(""),
        text(clientId),
        properties(willProperties),
        text(topic),
        text(payload));
  }

  public static byte[] publish4(int qos, int packetId, String topic, String payload) {
    return publish(
        0x30 | qos << 1, packetId, topic, new byte[0], payload.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] publish5(
      int qos, int packetId, String topic, String properties, String payload) {
    return publish5(0x30 | qos << 1, packetId, topic, hex(properties), payload);
  }

  /** Any PUBLISH of MQTT 5; the identifier is left out where the QoS has none. */
  public static byte[] publish5(
      int first, int packetId, String topic, byte[] properties, String payload) {
    return publish(
        first, packetId, topic, properties(properties), payload.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Any PUBLISH.
   *
   * @param properties with their length; no byte at all for MQTT 3
   */
  public static byte[] publish(
      int first, int packetId, String topic, byte[] properties, byte[] payload) {
    byte[] identifier = (first & 0x06) == 0 ? new byte[0] : two(packetId);
    return packet(first, text(topic), identifier, properties, payload);
  }

  /**
   * Any PUBLISH.
   *
   * @param properties as digits, without their length; null for MQTT 3
   */
  public static byte[] publish(
      int first, int packetId, String topic, @Nullable String properties, String payload) {
    byte[] encoded = properties == null ? new byte[0] : properties(properties);
    return publish(first, packetId, topic, encoded, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP in their shortest form. */
  public static byte[] answer(int first, int packetId) {
    return packet(first, two(packetId));
  }

  /** PUBACK or PUBREC of MQTT 5 for a message that nobody has subscribed to. */
  public static byte[] unheard(int first, int packetId) {
    return packet(first, two(packetId), bytes(0x10, 0));
  }

  public static byte[] subscribe4(int packetId, String filter, int options) {
    return packet(0x82, two(packetId), text(filter), bytes(options));
  }

  public static byte[] subscribe5(int packetId, String properties, String filter, int options) {
    return packet(0x82, two(packetId), properties(properties), text(filter), bytes(options));
  }

  public static byte[] unsubscribe4(int packetId, String filter) {
    return packet(0xA2, two(packetId), text(filter));
  }

  public static byte[] unsubscribe5(int packetId, String filter) {
    return packet(0xA2, two(packetId), properties(""), text(filter));
  }
}
