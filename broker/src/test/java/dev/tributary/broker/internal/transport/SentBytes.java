package dev.tributary.broker.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The other side of a connection: takes what the broker sends apart, and fails if it is not what
 * MQTT allows a server to send.
 */
final class SentBytes {

  private static final AttributeKey<MqttVersion> VERSION =
      AttributeKey.valueOf("NETTY_CODEC_MQTT_VERSION");
  private static final int PACKET_BYTES_MAX = 268_435_455;
  private static final Set<MqttMessageType> BEFORE_CONNACK =
      EnumSet.of(MqttMessageType.CONNACK, MqttMessageType.AUTH);
  private static final Set<MqttMessageType> ALWAYS =
      EnumSet.of(
          MqttMessageType.PUBLISH,
          MqttMessageType.PUBACK,
          MqttMessageType.PUBREC,
          MqttMessageType.PUBREL,
          MqttMessageType.PUBCOMP,
          MqttMessageType.SUBACK,
          MqttMessageType.UNSUBACK,
          MqttMessageType.PINGRESP,
          MqttMessageType.DISCONNECT,
          MqttMessageType.AUTH);

  private final EmbeddedChannel decoder;
  private final ByteBuf rest = Unpooled.buffer();
  private final ByteBuf frames;
  private final boolean webSocket;
  private final Terms terms;
  private final List<byte[]> packets = new ArrayList<>();
  private boolean upgraded;
  private boolean unreadable;
  private boolean welcomed;
  private boolean ended;

  /** What the broker knows of the client. */
  interface Terms {
    /** Larger packets are a fault; of CONNECT, hence not known before it is accepted. */
    long packetBytesMax();

    /** Null before CONNECT is accepted. */
    MqttVersion version();
  }

  /**
   * @param decoder one may serve many, for it gets whole packets
   */
  SentBytes(boolean webSocket, Terms terms, EmbeddedChannel decoder) {
    this.decoder = decoder;
    this.webSocket = webSocket;
    this.terms = terms;
    this.frames = webSocket ? Unpooled.buffer() : rest;
  }

  static EmbeddedChannel newDecoder() {
    return new EmbeddedChannel(new MqttDecoder(PACKET_BYTES_MAX, 65_535));
  }

  void take(ByteBuf bytes) {
    if (unreadable) {
      return;
    }
    frames.writeBytes(bytes);
    if (webSocket) {
      if (!upgraded) {
        takeAnswer();
      }
      while (upgraded && takeFrame()) {
        // as many as are whole
      }
    }
    while (takePacket()) {
      // as many as are whole
    }
    rest.discardSomeReadBytes();
    frames.discardSomeReadBytes();
  }

  /** What has come since the last time. */
  List<byte[]> packets() {
    List<byte[]> all = List.copyOf(packets);
    packets.clear();
    return all;
  }

  private void takeAnswer() {
    String text = frames.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    if (text.startsWith("HTTP/1.1 101 ") && !text.contains("permessage-deflate")) {
      upgraded = true;
      frames.skipBytes(end + 4);
    } else {
      unreadable = true; // a refusal, or packets in the codec's own compression
      frames.clear();
    }
  }

  private boolean takeFrame() {
    if (frames.readableBytes() < 2) {
      return false;
    }
    int at = frames.readerIndex();
    int opcode = frames.getUnsignedByte(at) & 0x0F;
    int length = frames.getUnsignedByte(at + 1);
    int header = 2;
    if (length == 126) {
      header = 4;
      length = frames.readableBytes() < header ? 0 : frames.getUnsignedShort(at + 2);
    } else if (length == 127) {
      header = 10;
      length = frames.readableBytes() < header ? 0 : (int) frames.getLong(at + 2);
    }
    if (frames.readableBytes() < header + length) {
      return false;
    }
    frames.skipBytes(header);
    if (opcode == 2 || opcode == 0) {
      rest.writeBytes(frames, length);
    } else {
      frames.skipBytes(length);
    }
    return true;
  }

  private boolean takePacket() {
    int length = 0;
    int digits = 0;
    int digit;
    do {
      if (rest.readableBytes() < 2 + digits) {
        return false;
      }
      digit = rest.getUnsignedByte(rest.readerIndex() + 1 + digits);
      length |= (digit & 0x7F) << (7 * digits++);
    } while (digit >= 0x80 && digits < 4);
    int bytes = 1 + digits + length;
    if (rest.readableBytes() < bytes) {
      return false;
    }
    byte[] packet = new byte[bytes];
    rest.readBytes(packet);
    check(packet, digits);
    packets.add(packet);
    return true;
  }

  private void check(byte[] packet, int digits) {
    MqttMessageType type = MqttMessageType.valueOf((packet[0] & 0xFF) >> 4);
    if (ended || !(welcomed ? ALWAYS : BEFORE_CONNACK).contains(type)) {
      throw new AssertionError("the broker sent " + type + (ended ? " after the end" : ""));
    }
    welcomed |= type == MqttMessageType.CONNACK;
    ended |=
        type == MqttMessageType.DISCONNECT
            || (type == MqttMessageType.CONNACK && packet[2 + digits] != 0);
    if (packet.length > terms.packetBytesMax()) {
      throw new AssertionError(
          type + " of " + packet.length + " bytes, at most " + terms.packetBytesMax());
    }
    decode(packet, type, version(type, packet, digits));
  }

  private MqttVersion version(MqttMessageType type, byte[] packet, int digits) {
    MqttVersion known = terms.version();
    if (known != null) {
      return known;
    }
    // A refusal: the form of the answer tells whom it is meant for.
    return type == MqttMessageType.CONNACK && packet.length == 1 + digits + 2
        ? MqttVersion.MQTT_3_1_1
        : MqttVersion.MQTT_5;
  }

  private void decode(byte[] packet, MqttMessageType type, MqttVersion version) {
    decoder.attr(VERSION).set(version);
    decoder.writeInbound(Unpooled.wrappedBuffer(packet));
    MqttMessage decoded = decoder.readInbound();
    if (decoded == null
        || decoded.decoderResult().isFailure()
        || decoded.fixedHeader().messageType() != type
        || decoder.readInbound() != null) {
      throw new AssertionError("the broker sent what cannot be read: " + decoded);
    }
    ReferenceCountUtil.release(decoded);
  }
}
