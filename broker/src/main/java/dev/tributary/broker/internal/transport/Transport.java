package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerView;
import dev.tributary.broker.Listeners;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.session.LoopHome;
import dev.tributary.broker.internal.tls.TlsContexts;
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
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Event loops and listeners of one broker; one event loop per processor. */
public final class Transport implements AutoCloseable {

  static final long CLOSE_SECONDS_MAX = 2;

  private final Services services;
  private final int node;
  private final EventLoopGroup loops;
  private final Class<? extends ServerChannel> channelType;
  private final Map<EventExecutor, LoopHome> homes = new ConcurrentHashMap<>();
  private final List<Future<?>> ticks = new ArrayList<>();
  private final ListenerTable listeners;
  private @Nullable EventLoopGroup inMemoryLoops;

  /**
   * @param node upper bits of message identifiers, different for every node
   */
  public Transport(Services services, int node) {
    this.services = services;
    this.node = node;
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.loops = newLoops("mqtt", io);
    TlsContexts tls = new TlsContexts(services.observer()::now);
    this.listeners = new ListenerTable(services, new Bound(), tls);
  }

  /** The loops that clients live on. */
  public List<LoopHome> homes() {
    return List.copyOf(homes.values());
  }

  /** Starts the loops' deadlines. */
  public void start() {
    homes.forEach((loop, home) -> ticks.add(tick(loop, home::tick)));
    ticks.add(tick(loops.next(), services.router()::tick));
  }

  /** Opens every enabled listener, or throws. */
  public void listen(List<ListenerSettings> settings) throws ListenException {
    for (ListenerSettings one : settings) {
      listeners.put(one);
    }
  }

  public Listeners listeners() {
    return listeners;
  }

  /** Where an open listener listens; null if it is not open. */
  public @Nullable InetSocketAddress address(String listener) {
    return listeners.find(listener).map(ListenerView::address).orElse(null);
  }

  /**
   * Opens a listener without sockets, for programs of the same process.
   *
   * @throws IllegalStateException if there is one of that name
   */
  public synchronized LocalAddress openInMemory(String name) {
    if (inMemoryLoops == null) {
      EventLoopGroup fresh = newLoops("mqtt-memory", LocalIoHandler.newFactory());
      fresh.forEach(loop -> ticks.add(tick(loop, home(loop)::tick)));
      inMemoryLoops = fresh;
    }
    return listeners.openInMemory(name, new LocalAddress(name + "-" + Integer.toHexString(node)));
  }

  /** Disconnects every client of which that is true. It is asked on the client's event loop. */
  public void expel(Predicate<ClientInfo> banned) {
    listeners.tell((connection, disconnector) -> {
      Accepted in = connection.accepted();
      if (in != null && banned.test(in.client())) {
        disconnector.close(connection, Reason.ADMINISTRATIVE, "banned");
      }
    });
  }

  /** No new clients, a last packet for those that are here, and the end of the loops. */
  @Override
  public synchronized void close() {
    listeners.close();
    ticks.forEach(tick -> tick.cancel(false));
    if (inMemoryLoops != null) {
      end(inMemoryLoops);
    }
    end(loops);
  }

  private static void end(EventLoopGroup group) {
    group
        .shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private EventLoopGroup newLoops(String name, IoHandlerFactory io) {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory(name), io);
    group.forEach(this::home);
    return group;
  }

  private LoopHome home(EventExecutor loop) {
    return homes.computeIfAbsent(
        loop,
        _ ->
            new LoopHome(
                loop,
                (long) node << Integer.SIZE | homes.size(),
                services.nanos(),
                services.store()));
  }

  private static Future<?> tick(EventExecutor loop, Runnable task) {
    return loop.scheduleAtFixedRate(
        task, LoopHome.TICK_NANOS, LoopHome.TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  /** Sockets of this transport's loops. */
  private final class Bound implements Door.Sockets {

    @Override
    public ChannelFuture bind(
        SocketAddress address, ListenerSettings settings, AcceptGate gate, Door door) {
      ServerBootstrap bootstrap = new ServerBootstrap().handler(gate).childHandler(door);
      if (address instanceof LocalAddress) {
        bootstrap.group(inMemoryLoops).channel(LocalServerChannel.class);
      } else {
        bootstrap
            .group(loops)
            .channel(channelType)
            .option(ChannelOption.SO_BACKLOG, settings.tcp().backlog())
            .option(ChannelOption.SO_REUSEADDR, settings.tcp().reuseAddress());
      }
      return bootstrap.bind(address);
    }

    @Override
    public LoopHome homeOf(Channel channel) {
      LoopHome home = homes.get(channel.eventLoop());
      if (home == null) {
        throw new IllegalStateException("a channel of a foreign event loop");
      }
      return home;
    }
  }
}
