package dev.tributary.broker.internal.protocol;

import static dev.tributary.broker.internal.protocol.ProtocolViolation.malformed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** The data types of MQTT (MQTT 5, 1.5), read within the bounds of the packet. */
final class WireTypes {

  private static final int VARIABLE_BYTES_MAX = 4;
  private static final byte DELETE = 0x7F;

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

  /** UTF-8 without U+0000. */
  static void text(ByteBuf packet) throws ProtocolViolation {
    text(packet, false);
  }

  /**
   * UTF-8 by which something is found again and shown to people: a topic, a client identifier, a
   * user name. It has no control characters, which a server may take for malformed (MQTT 5, 1.5.4),
   * as the original does in its strict mode.
   *
   * @return whether + or # is among the characters
   */
  static boolean name(ByteBuf packet) throws ProtocolViolation {
    return text(packet, true);
  }

  private static boolean text(ByteBuf packet, boolean isName) throws ProtocolViolation {
    int length = two(packet);
    need(packet, length);
    int start = packet.readerIndex();
    int end = start + length;
    boolean wildcard = false;
    boolean ascii = true;
    for (int at = start; at < end; at++) {
      byte b = packet.getByte(at);
      if (b == 0 || (isName && (b == DELETE || (b > 0 && b < ' ')))) {
        throw malformed("U+00%02X in a string".formatted((int) b)); // [MQTT-1.5.4-2]
      }
      ascii &= b > 0;
      wildcard |= b == '+' || b == '#';
    }
    if (!ascii) {
      beyondAscii(packet, start, length, isName);
    }
    packet.readerIndex(end);
    return wildcard;
  }

  private static void beyondAscii(ByteBuf packet, int start, int length, boolean isName)
      throws ProtocolViolation {
    if (!ByteBufUtil.isText(packet, start, length, StandardCharsets.UTF_8)) {
      throw malformed("a string that is no UTF-8"); // [MQTT-1.5.4-1]
    }
    for (int at = start; isName && at < start + length - 1; at++) {
      if (packet.getUnsignedByte(at) == 0xC2 && packet.getUnsignedByte(at + 1) < 0xA0) {
        throw malformed("U+00%02X in a string".formatted(packet.getUnsignedByte(at + 1)));
      }
    }
  }

  private static void need(ByteBuf packet, int bytes) throws ProtocolViolation {
    if (packet.readableBytes() < bytes) {
      throw malformed("a field of the packet reaches beyond its end");
    }
  }
}
