package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.session.LoopHome;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Event loops and listening sockets of one broker; one event loop per processor. */
public final class Transport implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final long CLOSE_SECONDS_MAX = 2;

  /** A client that lets this much lie unread gets no more until it has read half of it. */
  private static final WriteBufferWaterMark UNREAD =
      new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

  private final Services services;
  private final EventLoopGroup loops;
  private final Class<? extends ServerSocketChannel> channelType;
  private final Map<EventExecutor, LoopHome> homes = new HashMap<>();
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<Future<?>> ticks = new ArrayList<>();
  private final Map<String, Channel> listening = new TreeMap<>();

  /**
   * @param node upper bits of message identifiers, different for every node
   */
  public Transport(Services services, int node) {
    this.services = services;
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("mqtt"), io);
    long loopNumber = 0;
    for (EventExecutor loop : loops) {
      long nodeAndLoop = ((long) node << Integer.SIZE) | loopNumber++;
      homes.put(loop, new LoopHome(loop, nodeAndLoop, services.nanos(), services.store()));
    }
  }

  /** Starts the loops' deadlines. */
  public void start() {
    homes.forEach((loop, home) -> ticks.add(tick(loop, home)));
  }

  /** Opens one listener. */
  public void listen(ListenerSettings listener) throws ListenException {
    ConnectionLimit limit = new ConnectionLimit(listener.connectionsMax(), services.observer());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(channelType)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
            .childHandler(new ChannelSetup(listener.id(), services, limit, clients, this::homeOf))
            .bind(listener.bind())
            .awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw new ListenException(
          listener.id(), listener.bind(), cause(listener.bind(), failure), failure);
    }
    listening.put(listener.id(), bound.channel());
  }

  /** Where an open listener listens; null if it is not open. */
  public @Nullable InetSocketAddress address(String listener) {
    Channel channel = listening.get(listener);
    return channel == null ? null : (InetSocketAddress) channel.localAddress();
  }

  /** No new clients, a last packet for those that are here, and the end of the loops. */
  @Override
  public void close() {
    listening.values().forEach(channel -> channel.close().awaitUninterruptibly());
    ConnectionHandler.Order close =
        (connection, disconnector) -> disconnector.close(connection, Reason.SHUTTING_DOWN, "");
    clients.forEach(channel -> channel.pipeline().fireUserEventTriggered(close));
    clients.newCloseFuture().awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    ticks.forEach(tick -> tick.cancel(false));
    loops
        .shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static Future<?> tick(EventExecutor loop, LoopHome home) {
    return loop.scheduleAtFixedRate(
        home::tick, LoopHome.TICK_NANOS, LoopHome.TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  private LoopHome homeOf(EventLoop loop) {
    LoopHome home = homes.get(loop);
    if (home == null) {
      throw new IllegalStateException("a channel of a foreign event loop");
    }
    return home;
  }

  private static String cause(InetSocketAddress bind, Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (text.contains("in use")) {
      return "port " + bind.getPort() + " is in use";
    }
    if (text.contains("ermission denied")) {
      return "port " + bind.getPort() + " needs a permission that this process has not";
    }
    if (bind.isUnresolved()) {
      return "the host " + bind.getHostString() + " is unknown";
    }
    return failure instanceof BindException ? text : failure.toString();
  }
}
