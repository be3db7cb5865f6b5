package dev.tributary.benchmarks.internal.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The packets that clients of the load send, but for publishes. */
final class Wire {

  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int SUBACK = 9;
  static final int PINGRESP = 13;

  /** From here on a reason code is a no. */
  static final int REFUSED = 0x80;

  static final int VERSION_5 = 5;

  private static final int CONNECT = 0x10;
  private static final int CLEAN = 0x02;
  private static final int SUBSCRIBE = 0x82;
  private static final int SESSION_EXPIRY = 0x11;
  private static final int EXPIRY_SECONDS = 3600;

  private Wire() {}

  /**
   * @param durable whether the session outlives its connection
   */
  static ByteBuffer connect(String clientId, int version, int keepAlive, boolean durable) {
    byte[] id = utf8(clientId);
    ByteBuffer body = ByteBuffer.allocate(64 + id.length);
    body.putShort((short) 4).put(utf8("MQTT")).put((byte) version);
    body.put((byte) (durable && version != VERSION_5 ? 0 : CLEAN)).putShort((short) keepAlive);
    if (version == VERSION_5) {
      body.put((byte) (durable ? 5 : 0));
      if (durable) {
        body.put((byte) SESSION_EXPIRY).putInt(EXPIRY_SECONDS);
      }
    }
    body.putShort((short) id.length).put(id);
    return packet(CONNECT, body.flip());
  }

  static ByteBuffer subscribe(String filter, int version, int qos) {
    byte[] bytes = utf8(filter);
    ByteBuffer body = ByteBuffer.allocate(16 + bytes.length).putShort((short) 1);
    if (version == VERSION_5) {
      body.put((byte) 0);
    }
    body.putShort((short) bytes.length).put(bytes).put((byte) qos);
    return packet(SUBSCRIBE, body.flip());
  }

  static void puback(ByteBuffer out, short identifier) {
    out.put((byte) (PUBACK << 4)).put((byte) 2).putShort(identifier);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ByteBuffer packet(int first, ByteBuffer body) {
    ByteBuffer packet = ByteBuffer.allocate(5 + body.remaining()).put((byte) first);
    length(packet, body.remaining());
    return packet.put(body).flip();
  }

  /** MQTT's variable byte integer. */
  static void length(ByteBuffer out, int value) {
    int rest = value;
    for (; rest > 0x7F; rest >>>= 7) {
      out.put((byte) ((rest & 0x7F) | 0x80));
    }
    out.put((byte) rest);
  }
}
