package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.session.LoopHome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.util.function.Function;

/** The pipeline of a client's connection: whoever reads this knows the way of a packet. */
final class ChannelSetup extends ChannelInitializer<Channel> {

  private final String listener;
  private final Services services;
  private final Disconnector disconnector;
  private final ConnectionLimit limit;
  private final ByteCounter byteCounter;
  private final ChannelGroup open;
  private final Function<EventLoop, LoopHome> homes;

  ChannelSetup(
      String listener,
      Services services,
      ConnectionLimit limit,
      ChannelGroup open,
      Function<EventLoop, LoopHome> homes) {
    this.listener = listener;
    this.services = services;
    this.disconnector = new Disconnector(services);
    this.limit = limit;
    this.byteCounter = new ByteCounter(services.observer().counters());
    this.open = open;
    this.homes = homes;
  }

  @Override
  protected void initChannel(Channel channel) {
    int packetBytesMax = services.limits().packetBytesMax();
    ReadGate gate = new ReadGate();
    LoopHome home = homes.apply(channel.eventLoop());
    Connection connection = new Connection(channel, gate, listener, home, services, disconnector);
    open.add(channel);

    ChannelPipeline pipeline = channel.pipeline();
    // First of all: a connection too many costs nothing more than this.
    pipeline.addLast("connectionLimit", limit);
    // At the wire, so that it sees what is really sent and received.
    pipeline.addLast("byteCounter", byteCounter);
    // Before the decoder, which trusts lengths: it gets whole packets only, and only good ones.
    pipeline.addLast("frameGuard", new FrameGuard(packetBytesMax));
    // Bytes to packets; strings need no second check. What it cannot read it passes on with a
    // cause.
    pipeline.addLast(
        "mqttDecoder",
        new MqttDecoder(packetBytesMax, services.limits().clientIdBytesMax(), false));
    // Packets to bytes.
    pipeline.addLast("mqttEncoder", MqttEncoder.INSTANCE);
    // After the decoder, because what must stop is packets, and one read may hold many.
    pipeline.addLast("readGate", gate);
    // The protocol.
    pipeline.addLast("connection", new ConnectionHandler(connection, services, disconnector));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ChannelFuture _ = ctx.close();
  }
}
