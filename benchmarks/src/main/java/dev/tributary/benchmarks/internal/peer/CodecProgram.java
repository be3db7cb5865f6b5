package dev.tributary.benchmarks.internal.peer;

import dev.tributary.benchmarks.internal.process.CommandLoop;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The limit of the front: Netty decodes a publish and acknowledges it, and nothing else happens. A
 * broker on Netty cannot need less. It says its {@code port}.
 */
public final class CodecProgram {

  private static final int PACKET_BYTES_MAX = 1 << 20;
  private static final int BACKLOG = 4096;

  private CodecProgram() {}

  public static void main(String[] arguments) throws IOException {
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new MqttDecoder(PACKET_BYTES_MAX))
                        .addLast(MqttEncoder.INSTANCE)
                        .addLast(new Acknowledge());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    CommandLoop.serve(Map.of("port", (long) port), Map.of());
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Acknowledge extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        switch (message) {
          case MqttPublishMessage publish ->
              write(
                  context,
                  MqttMessageBuilders.pubAck()
                      .packetId(publish.variableHeader().packetId())
                      .build());
          case MqttConnectMessage _ ->
              write(
                  context,
                  MqttMessageBuilders.connAck()
                      .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                      .build());
          default -> {
            ChannelFuture _ = context.close();
          }
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    /** Nobody hears of a failure: then the connection breaks, and the load says so. */
    private static void write(ChannelHandlerContext context, MqttMessage message) {
      ChannelFuture _ = context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
