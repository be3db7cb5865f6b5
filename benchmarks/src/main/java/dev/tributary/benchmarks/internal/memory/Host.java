package dev.tributary.benchmarks.internal.memory;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the clients connect to. */
record Host(LocalAddress address, Runnable end) implements AutoCloseable {

  /** From nothing to everything: the differences are what is looked for. */
  enum Kind {
    /** One handler that does nothing: both ends of a connection are the same. */
    CHANNELS,
    /** Netty's MQTT codec, and a handler that says CONNACK. */
    CODEC,
    BROKER;

    /** Whether it answers. */
    boolean speaks() {
      return this != CHANNELS;
    }
  }

  private static final int PACKET_BYTES_MAX = 1 << 20;

  static Host start(Kind kind) throws Exception {
    return switch (kind) {
      case CHANNELS -> bare(false);
      case CODEC -> bare(true);
      case BROKER -> broker();
    };
  }

  /** As the server runs it, but with sessions in memory and without listeners. */
  private static Host broker() throws Exception {
    Broker broker =
        new Broker(
            BrokerSettings.of(List.of(), MqttLimits.defaults()),
            PublishHandler.NONE,
            BrokerEvents.NONE,
            Clock.systemUTC());
    broker.start();
    return new Host(broker.openInMemory("bench"), broker::close);
  }

  private static Host bare(boolean codec) {
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), LocalIoHandler.newFactory());
    Answer answer = new Answer();
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(LocalServerChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (codec) {
                      channel.pipeline().addLast(new MqttDecoder(PACKET_BYTES_MAX));
                      channel.pipeline().addLast(MqttEncoder.INSTANCE);
                    }
                    channel.pipeline().addLast(answer);
                  }
                })
            .bind(LocalAddress.ANY)
            .syncUninterruptibly()
            .channel();
    return new Host(
        (LocalAddress) server.localAddress(),
        () -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly());
  }

  @Override
  public void close() {
    end.run();
  }

  @Sharable
  private static final class Answer extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof MqttConnectMessage) {
        ChannelFuture _ =
            context.writeAndFlush(
                MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                    .build());
      }
      ReferenceCountUtil.release(message);
    }
  }
}
