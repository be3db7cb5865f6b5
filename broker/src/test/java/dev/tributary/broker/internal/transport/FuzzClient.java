package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.testkit.mqtt.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection, with what its client is going to say and what it has said. */
final class FuzzClient implements SentBytes.Terms {

  private static final int SAID_KEPT = 40;

  private final SimulatedLoop loop;
  private final SentBytes received;
  private final FuzzChannel channel;
  private final ArrayDeque<byte[]> script = new ArrayDeque<>();
  private final ArrayDeque<byte[]> said = new ArrayDeque<>();
  private @Nullable Connection connection;

  /** What a listener does with a new channel. */
  @FunctionalInterface
  interface Listener {
    void accept(Channel channel);
  }

  FuzzClient(
      SimulatedLoop loop,
      Listener listener,
      boolean webSocket,
      ByteBufAllocator buffers,
      EmbeddedChannel decoder) {
    this.loop = loop;
    this.received = new SentBytes(webSocket, this, decoder);
    this.channel = new FuzzChannel(received::take);
    channel.config().setAllocator(buffers);
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel fresh) {
                listener.accept(fresh);
              }
            });
    loop.enter(() -> {
      ChannelFuture _ = loop.register(channel);
      ConnectionHandler.Order look = (found, _) -> connection = found;
      channel.pipeline().fireUserEventTriggered(look);
    });
  }

  @Override
  public long packetBytesMax() {
    Accepted in = accepted();
    return in == null ? ConnectTerms.PACKET_BYTES_ANY : in.terms().packetBytesMax();
  }

  @Override
  public @Nullable MqttVersion version() {
    Accepted in = accepted();
    return in == null ? null : in.five() ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
  }

  private @Nullable Accepted accepted() {
    Connection known = connection;
    return known == null ? null : known.accepted();
  }

  ArrayDeque<byte[]> script() {
    return script;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Whether it is let in. */
  boolean isWelcome() {
    Connection known = connection;
    return known != null && known.established() != null;
  }

  /** Whether the broker reads its socket. */
  boolean isRead() {
    return channel.config().isAutoRead();
  }

  /** Segments as they come from the network. */
  void say(byte[]... segments) {
    for (byte[] segment : segments) {
      said.add(segment);
      if (said.size() > SAID_KEPT) {
        said.poll();
      }
    }
    loop.enter(() -> {
      for (byte[] segment : segments) {
        if (channel.isOpen()) {
          ByteBuf bytes = channel.alloc().buffer(segment.length).writeBytes(segment);
          channel.pipeline().fireChannelRead(bytes);
          channel.pipeline().fireChannelReadComplete();
        }
      }
    });
    channel.check();
  }

  void readAtMost(long bytes) {
    loop.enter(() -> channel.readAtMost(bytes));
    channel.check();
  }

  void hangUp() {
    loop.enter(() -> channel.unsafe().close(channel.voidPromise()));
    channel.check();
  }

  /** After others have acted. */
  void check() {
    channel.check();
  }

  /** What the broker has sent since the last time. */
  List<byte[]> received() {
    return received.packets();
  }

  /** What a client must answer to what it got. */
  void answer(byte[] packet) {
    int first = packet[0] & 0xF0;
    int at = Wire.varint(packet.length < 130 ? 0 : packet.length).length + 1;
    if (first == 0x30 && (packet[0] & 0x06) != 0) {
      int topic = ((packet[at] & 0xFF) << 8) | (packet[at + 1] & 0xFF);
      byte[] id = Arrays.copyOfRange(packet, at + 2 + topic, at + 4 + topic);
      script.addFirst(Wire.packet((packet[0] & 0x06) == 2 ? 0x40 : 0x50, id));
    } else if (first == 0x50 || first == 0x60) {
      byte[] id = Arrays.copyOfRange(packet, 2, 4);
      script.addFirst(Wire.packet(first == 0x50 ? 0x62 : 0x70, id));
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("client, last said:");
    said.forEach(segment -> text.append('\n').append(HexFormat.of().formatHex(segment)));
    return text.toString();
  }
}
