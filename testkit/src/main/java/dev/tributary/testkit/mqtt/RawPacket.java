package dev.tributary.testkit.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A packet that a server sent, taken apart where a test asks. Reads packets of both versions; what
 * only MQTT 5 has is asked only of packets of MQTT 5.
 *
 * @param first the first byte: type and flags
 * @param body what follows the remaining length
 */
public record RawPacket(int first, byte[] body) {
  public static final int CONNACK = 2;
  public static final int PUBLISH = 3;
  public static final int PUBACK = 4;
  public static final int PUBREC = 5;
  public static final int PUBREL = 6;
  public static final int PUBCOMP = 7;
  public static final int SUBACK = 9;
  public static final int UNSUBACK = 11;
  public static final int PINGRESP = 13;
  public static final int DISCONNECT = 14;

  public int type() {
    return first >> 4;
  }

  public int qos() {
    return (first >> 1) & 3;
  }

  public boolean dup() {
    return (first & 8) != 0;
  }

  public boolean retain() {
    return (first & 1) != 0;
  }

  /** Of a CONNACK. */
  public boolean sessionPresent() {
    return body[0] == 1;
  }

  /** Code of a CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP or DISCONNECT; 0 where it is left out. */
  public int code() {
    int at =
        switch (type()) {
          case CONNACK -> 1;
          case DISCONNECT -> 0;
          default -> 2;
        };
    return at < body.length ? body[at] & 0xFF : 0;
  }

  /** Codes of a SUBACK or (MQTT 5) an UNSUBACK: all that follows identifier and properties. */
  public int[] codes(boolean five) {
    ByteBuffer in = ByteBuffer.wrap(body, 2, body.length - 2);
    if (five) {
      MqttProperties.read(in);
    }
    int[] codes = new int[in.remaining()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = in.get() & 0xFF;
    }
    return codes;
  }

  /** Of any packet that has one. */
  public int packetId() {
    int at = type() == PUBLISH ? 2 + topicLength() : 0;
    return ((body[at] & 0xFF) << 8) | (body[at + 1] & 0xFF);
  }

  public String topic() {
    return new String(body, 2, topicLength(), StandardCharsets.UTF_8);
  }

  private int topicLength() {
    return ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
  }

  /** Of any packet of MQTT 5; none where they are left out. */
  public MqttProperties properties() {
    int at =
        switch (type()) {
          case CONNACK -> 2;
          case DISCONNECT -> 1;
          case PUBLISH -> afterPacketId();
          case SUBACK, UNSUBACK -> 2;
          default -> 3;
        };
    return at < body.length
        ? MqttProperties.read(ByteBuffer.wrap(body, at, body.length - at))
        : new MqttProperties();
  }

  /** Of a PUBLISH. */
  public byte[] payload(boolean five) {
    ByteBuffer in = ByteBuffer.wrap(body, afterPacketId(), body.length - afterPacketId());
    if (five) {
      MqttProperties.read(in);
    }
    return Arrays.copyOfRange(body, in.position(), body.length);
  }

  private int afterPacketId() {
    return 2 + topicLength() + (qos() == 0 ? 0 : 2);
  }

  /** As it came. */
  public byte[] bytes() {
    return Wire.packet(first, body);
  }

  @Override
  public String toString() {
    byte[] all = bytes();
    return Wire.hex(all.length > 200 ? Arrays.copyOf(all, 200) : all)
        + (all.length > 200 ? "… (" + all.length + " bytes)" : "");
  }
}
