package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.protocol.EncodedPublish;
import dev.tributary.broker.internal.session.WireCount;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one connection sends, in its order. The frequent packets are written into one buffer that is
 * handed over when it is flushed, or full; a message object for the codec, or a large payload, goes
 * after what was written before it. On the connection's event loop.
 */
final class PacketWriter {

  private static final int PINGRESP = 0xD000;
  private static final int ACKNOWLEDGEMENT_BYTES = 4;
  private static final int ACKNOWLEDGEMENT_REST = 2;
  private static final int PINGRESP_BYTES = 2;

  /** So much is not yet seen by the water marks of the channel. */
  private static final int BUFFER_BYTES_MAX = 64 * 1_024;

  private static final int BUFFER_BYTES_FIRST = 256;
  private static final int GROWTH = 8;

  private final Channel channel;
  private final WireCount wire;
  private @Nullable ByteBuf open;
  private boolean ended;

  PacketWriter(Channel channel, WireCount wire) {
    this.channel = channel;
    this.wire = wire;
  }

  void publish(EncodedPublish packet, int packetId, boolean dup) {
    if (ended) {
      return;
    }
    wire.sentPacket();
    packet.write(room(packet.bytes()), packetId, dup);
    ByteBuf payload = packet.payload();
    if (payload != null) {
      send(payload);
    }
  }

  /**
   * Without properties.
   *
   * @param reasonCode 0 for MQTT 3
   */
  void acknowledge(Acknowledgement type, int packetId, int reasonCode) {
    if (ended) {
      return;
    }
    wire.sentPacket();
    int start = (type.firstByte() << 24) | packetId;
    if (reasonCode == 0) {
      room(ACKNOWLEDGEMENT_BYTES).writeInt(start | (ACKNOWLEDGEMENT_REST << 16));
    } else {
      // The length of no properties could be left out; not every client knows that.
      room(ACKNOWLEDGEMENT_BYTES + 2)
          .writeInt(start | ((ACKNOWLEDGEMENT_REST + 2) << 16))
          .writeShort(reasonCode << 8);
    }
  }

  void pingresp() {
    if (!ended) {
      wire.sentPacket();
      room(PINGRESP_BYTES).writeShort(PINGRESP);
    }
  }

  /** Through the codec. */
  void write(MqttMessage packet) {
    wire.sentPacket();
    send(packet);
  }

  private void send(Object packet) {
    handOver();
    // A failure comes to exceptionCaught: a void promise tells the pipeline.
    ChannelFuture _ = channel.write(packet, channel.voidPromise());
  }

  void flush() {
    handOver();
    channel.flush();
  }

  /** Flushes; done when all is written that was to be written until now. */
  ChannelFuture flushed() {
    handOver();
    return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  /** The channel is closed. */
  void end() {
    ended = true;
    if (open != null) {
      open.release();
      open = null;
    }
  }

  private void handOver() {
    ByteBuf written = open;
    if (written != null) {
      open = null;
      ChannelFuture _ = channel.write(written, channel.voidPromise());
    }
  }

  /** A full buffer is not copied into a larger one, but followed by one. */
  private ByteBuf room(int bytes) {
    int capacity = BUFFER_BYTES_FIRST;
    ByteBuf buffer = open;
    if (buffer != null) {
      if (buffer.writableBytes() >= bytes) {
        return buffer;
      }
      capacity = Math.min(BUFFER_BYTES_MAX, buffer.capacity() * GROWTH);
      handOver();
    }
    ByteBuf fresh = channel.alloc().directBuffer(Math.max(capacity, bytes));
    open = fresh;
    return fresh;
  }
}
