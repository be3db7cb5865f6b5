package dev.tributary.broker.internal.protocol;

import static dev.tributary.broker.internal.protocol.ProtocolViolation.malformed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** The data types of MQTT (MQTT 5, 1.5), read within the bounds of the packet. */
final class WireTypes {

  private static final int VARIABLE_BYTES_MAX = 4;

  private WireTypes() {}

  static int octet(ByteBuf packet) throws ProtocolViolation {
    need(packet, 1);
    return packet.readUnsignedByte();
  }

  static int two(ByteBuf packet) throws ProtocolViolation {
    need(packet, 2);
    return packet.readUnsignedShort();
  }

  static void skip(ByteBuf packet, int bytes) throws ProtocolViolation {
    need(packet, bytes);
    packet.skipBytes(bytes);
  }

  static void binary(ByteBuf packet) throws ProtocolViolation {
    skip(packet, two(packet));
  }

  static int variable(ByteBuf packet) throws ProtocolViolation {
    int number = 0;
    for (int n = 0; n < VARIABLE_BYTES_MAX; n++) {
      int digit = octet(packet);
      number |= (digit & 0x7F) << (7 * n);
      if (digit < 0x80) {
        if (digit == 0 && n > 0) {
          throw malformed("a number in more bytes than it needs"); // [MQTT-1.5.5-1]
        }
        return number;
      }
    }
    throw malformed("a variable byte integer of more than 4 bytes");
  }

  /**
   * UTF-8 without U+0000.
   *
   * @return whether + or # is among the characters
   */
  static boolean text(ByteBuf packet) throws ProtocolViolation {
    int length = two(packet);
    need(packet, length);
    int start = packet.readerIndex();
    int end = start + length;
    boolean wildcard = false;
    boolean ascii = true;
    for (int at = start; at < end; at++) {
      byte b = packet.getByte(at);
      if (b == 0) {
        throw malformed("U+0000 in a string"); // [MQTT-1.5.4-2]
      }
      ascii &= b > 0;
      wildcard |= b == '+' || b == '#';
    }
    if (!ascii && !ByteBufUtil.isText(packet, start, length, StandardCharsets.UTF_8)) {
      throw malformed("a string that is no UTF-8"); // [MQTT-1.5.4-1]
    }
    packet.readerIndex(end);
    return wildcard;
  }

  private static void need(ByteBuf packet, int bytes) throws ProtocolViolation {
    if (packet.readableBytes() < bytes) {
      throw malformed("a field of the packet reaches beyond its end");
    }
  }
}
