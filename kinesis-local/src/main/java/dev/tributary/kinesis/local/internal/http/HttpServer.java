package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.KinesisApi;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The listener. {@link #start} binds; {@link #close} closes every connection and waits for the
 * loops to end.
 */
public final class HttpServer implements AutoCloseable {
  private static final int START_LINE_BYTES_MAX = 4 * 1024;
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int CHUNK_BYTES_MAX = 64 * 1024;

  /** 10 MiB of records in base64 are 14 MiB; the rest is for keys and punctuation. */
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

  private static final int CONNECTIONS_MAX = 1024;
  private static final int IDLE_SECONDS_MAX = 300;
  private static final int BACKLOG = 1024;
  private static final int CLOSE_SECONDS_MAX = 10;

  private final EventLoopGroup loops;
  private final Channel listener;
  private final ChannelGroup open;

  private HttpServer(EventLoopGroup loops, Channel listener, ChannelGroup open) {
    this.loops = loops;
    this.listener = listener;
    this.open = open;
  }

  /** Throws IOException that names the address and what is wrong with it. */
  public static HttpServer start(
      InetSocketAddress bind, int threads, KinesisApi api, SideDoor side, long run)
      throws IOException {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("kinesis-local"), io);
    ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ConnectionLimit limit = new ConnectionLimit(open, CONNECTIONS_MAX);
    RequestIds requestIds = new RequestIds(run);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(listenerClass())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    fill(channel, limit, new KinesisHandler(api, side, requestIds));
                  }
                });
    ChannelFuture bound = bootstrap.bind(bind).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      end(loops);
      throw cannotListen(bind, bound.cause());
    }
    return new HttpServer(loops, bound.channel(), open);
  }

  private static Class<? extends ServerChannel> listenerClass() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  private static void fill(Channel channel, ConnectionLimit limit, KinesisHandler handler) {
    HttpDecoderConfig http =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(START_LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setMaxChunkSize(CHUNK_BYTES_MAX);
    channel
        .pipeline()
        .addLast(limit)
        // Closes what is silent, so that abandoned connections do not use up the limit.
        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS_MAX))
        .addLast(new HttpServerCodec(http))
        // Also answers "Expect: 100-continue", and 413 when the body is too large.
        .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
        // Holds back pipelined requests while answers wait to be read by the client.
        .addLast(new FlowControlHandler())
        .addLast(handler);
  }

  private static IOException cannotListen(InetSocketAddress bind, Throwable cause) {
    boolean inUse =
        cause instanceof BindException
            || String.valueOf(cause.getMessage()).contains("Address already in use");
    String why =
        inUse ? "port " + bind.getPort() + " is in use" : String.valueOf(cause.getMessage());
    return new IOException(
        "local Kinesis cannot listen on %s:%d: %s"
            .formatted(bind.getHostString(), bind.getPort(), why),
        cause);
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    open.close().awaitUninterruptibly();
    end(loops);
  }

  private static void end(EventLoopGroup loops) {
    loops
        .shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
