package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.KinesisApi;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The listener. {@link #start} binds; {@link #close} closes every connection and waits for the
 * loops to end.
 */
public final class HttpServer implements AutoCloseable {
  /** Bodies of requests that are in memory at the same time. */
  private static final long BODIES_BYTES_MAX = 256L * 1024 * 1024;

  private static final int CONNECTIONS_MAX = 1024;
  private static final int BACKLOG = 1024;
  private static final int CLOSE_SECONDS_MAX = 10;

  private final EventLoopGroup loops;
  private final Channel listener;
  private final ChannelGroup open;
  private final Work work;

  private HttpServer(EventLoopGroup loops, Channel listener, ChannelGroup open, Work work) {
    this.loops = loops;
    this.listener = listener;
    this.open = open;
    this.work = work;
  }

  /**
   * What a server does.
   *
   * @param run a random number of this run
   */
  public record Parts(
      KinesisApi api,
      SideDoor side,
      Signatures signatures,
      String accountId,
      Work work,
      InstantSource clock,
      long run) {
    private Service service() {
      return new Service(
          api,
          signatures,
          work,
          new BodyBudget(BODIES_BYTES_MAX),
          new Answers(
              new AnswerHeaders(run, clock),
              new CrossOrigin(signatures.areChecked()),
              signatures,
              new CallerIdentity(accountId, signatures),
              side));
    }
  }

  /**
   * How to listen: with TLS there is a directory to keep the certificate, or it is new each time.
   */
  public record Listen(
      InetSocketAddress bind, int threads, boolean tls, Optional<Path> certificateDirectory) {
    private Optional<SslContext> context(InstantSource clock) throws IOException {
      return tls
          ? Optional.of(Certificate.of(certificateDirectory, clock.instant()).context())
          : Optional.empty();
    }
  }

  /**
   * Throws IOException that names the address or file and what is wrong with it. The server closes
   * {@code parts.work()} at its end.
   */
  public static HttpServer start(Listen listen, Parts parts) throws IOException {
    Optional<SslContext> tls = listen.context(parts.clock());
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            listen.threads(), new DefaultThreadFactory("kinesis-local"), io);
    ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ConnectionLimit limit = new ConnectionLimit(open, CONNECTIONS_MAX);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(listenerClass())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ConnectionPipeline(limit, tls, parts.service()));
    ChannelFuture bound = bootstrap.bind(listen.bind()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      end(loops);
      throw cannotListen(listen.bind(), bound.cause());
    }
    return new HttpServer(loops, bound.channel(), open, parts.work());
  }

  private static Class<? extends ServerChannel> listenerClass() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
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
    work.close();
    end(loops);
  }

  private static void end(EventLoopGroup loops) {
    loops
        .shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
