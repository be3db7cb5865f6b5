package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerView;
import dev.tributary.broker.TlsOptions;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.session.LoopHome;
import dev.tributary.broker.internal.tls.ListenerTls;
import dev.tributary.broker.internal.tls.TlsContexts;
import dev.tributary.broker.internal.tls.TlsFileException;
import dev.tributary.broker.internal.transport.ConnectionHandler.Order;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: its settings, its socket while it is open, and its connections, also those that
 * came under former settings. Changed by one thread at a time, which may wait for sockets and
 * files; entered on any event loop.
 */
@Sharable
final class Door extends ChannelInitializer<Channel> {

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final String id;
  private final @Nullable SocketAddress fixed;
  private final Services services;
  private final Sockets sockets;
  private final TlsContexts tlsContexts;
  private final AcceptGate acceptGate;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile ListenerSettings settings;

  /** Null while closed. */
  private volatile @Nullable Channel socket;

  /** Null while nobody may come in. */
  private volatile @Nullable ChannelSetup setup;

  private @Nullable ListenerTls tls;

  /**
   * @param fixed where it listens, whatever the settings say; null if they say it
   */
  Door(
      String id,
      @Nullable SocketAddress fixed,
      ListenerSettings settings,
      Services services,
      Sockets sockets,
      TlsContexts tlsContexts) {
    this.id = id;
    this.fixed = fixed;
    this.settings = settings;
    this.services = services;
    this.sockets = sockets;
    this.tlsContexts = tlsContexts;
    this.acceptGate = new AcceptGate(id, services);
  }

  /** Where a listener's socket comes from. */
  interface Sockets {
    /** The future of a socket that listens, or of why it does not. */
    ChannelFuture bind(
        SocketAddress address, ListenerSettings settings, AcceptGate gate, Door door);

    LoopHome homeOf(Channel channel);
  }

  boolean isOpen() {
    return socket != null;
  }

  @Nullable SocketAddress address() {
    Channel open = socket;
    return open == null ? null : open.localAddress();
  }

  ListenerView view() {
    return new ListenerView(
        settings,
        isOpen(),
        clients.size(),
        address() instanceof InetSocketAddress address ? address : null);
  }

  void open() throws ListenException {
    if (!isOpen()) {
      open(settings);
    }
  }

  /** Takes new settings; if they cannot be opened the former ones stay in force. */
  void change(ListenerSettings next) throws ListenException {
    if (!next.enable()) {
      close(Reason.ADMINISTRATIVE);
      settings = next;
    } else if (isOpen() && isSameSocket(next)) {
      use(next, readTls(next));
    } else {
      open(next);
    }
  }

  private boolean isSameSocket(ListenerSettings next) {
    return next.bind().equals(settings.bind())
        && next.tcp().backlog() == settings.tcp().backlog()
        && next.tcp().reuseAddress() == settings.tcp().reuseAddress();
  }

  private void open(ListenerSettings next) throws ListenException {
    ListenerTls nextTls = readTls(next);
    Channel before = socket;
    ChannelSetup setupBefore = setup;
    if (before == null) {
      // Before the first client can come in; with a socket open already, after the new one is.
      setup = new ChannelSetup(id, next, nextTls, services);
    }
    try {
      socket = bind(next, before);
    } catch (ListenException e) {
      setup = setupBefore;
      release(nextTls);
      throw e;
    }
    if (before != null && before.isOpen()) {
      before.close().awaitUninterruptibly();
    }
    use(next, nextTls);
  }

  /** Binds beside the former socket or, where both want the same port, in its place. */
  private Channel bind(ListenerSettings next, @Nullable Channel before) throws ListenException {
    ChannelFuture first =
        sockets.bind(address(next), next, acceptGate, this).awaitUninterruptibly();
    if (first.isSuccess()) {
      return first.channel();
    }
    if (before == null || !isSamePort(before, next)) {
      throw cannotListen(next, first.cause());
    }
    SocketAddress address = before.localAddress();
    before.close().awaitUninterruptibly();
    ChannelFuture second =
        sockets.bind(address(next), next, acceptGate, this).awaitUninterruptibly();
    if (second.isSuccess()) {
      return second.channel();
    }
    ChannelFuture back = sockets.bind(address, settings, acceptGate, this).awaitUninterruptibly();
    socket = back.isSuccess() ? back.channel() : null;
    throw cannotListen(next, second.cause());
  }

  private SocketAddress address(ListenerSettings next) {
    return fixed == null ? next.bind() : fixed;
  }

  private static boolean isSamePort(Channel before, ListenerSettings next) {
    return before.localAddress() instanceof InetSocketAddress address
        && address.getPort() == next.bind().getPort();
  }

  private void use(ListenerSettings next, @Nullable ListenerTls nextTls) {
    ListenerTls before = tls;
    tls = nextTls;
    settings = next;
    acceptGate.limit(next.rates().connections());
    setup = new ChannelSetup(id, next, nextTls, services);
    release(before);
  }

  private @Nullable ListenerTls readTls(ListenerSettings next) throws ListenException {
    TlsOptions options = next.tls();
    try {
      return options == null ? null : tlsContexts.open(options);
    } catch (TlsFileException e) {
      throw new ListenException(id, next.bind(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void release(@Nullable ListenerTls tls) {
    if (tls != null) {
      tls.close();
    }
  }

  /**
   * Reads the certificates again, if there are any.
   *
   * @param onlyIfStale if no file has changed, nothing is done
   */
  void reloadCertificates(boolean onlyIfStale) throws TlsFileException {
    ListenerTls current = tls;
    if (current != null && (!onlyIfStale || current.isStale())) {
      current.reload();
      LOG.info("listener {}: certificates were read again", id);
    }
  }

  // Coming in

  @Override
  protected void initChannel(Channel channel) {
    ChannelSetup current = setup;
    if (current == null) {
      ChannelFuture _ = channel.close();
    } else if (!admit(channel, current.connectionsMax())) {
      // There is no protocol yet in which a reason could be told.
      services.observer().count(Metric.LISTENER_FULL);
      ChannelFuture _ = channel.close();
    } else {
      current.fill(channel, sockets.homeOf(channel));
      if (setup == null) {
        ChannelFuture _ = channel.close(); // closed meanwhile, perhaps without having seen this one
      }
    }
  }

  /** Two loops may ask at once for the last place. */
  private boolean admit(Channel channel, int connectionsMax) {
    synchronized (clients) {
      return clients.size() < connectionsMax && clients.add(channel);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.warn("listener {}: a connection could not be set up", id, cause);
    ChannelFuture _ = ctx.close();
  }

  // Ending

  void tell(Order order) {
    clients.forEach(client -> client.pipeline().fireUserEventTriggered(order));
  }

  void stopAccepting() {
    setup = null;
    Channel open = socket;
    if (open != null) {
      open.close().awaitUninterruptibly();
      socket = null;
    }
  }

  /** Ends it with all its connections; they have two seconds for their last packet. */
  void close(Reason reason) {
    stopAccepting();
    tell((connection, disconnector) -> disconnector.close(connection, reason, ""));
    awaitEmpty(TimeUnit.SECONDS.toNanos(Transport.CLOSE_SECONDS_MAX));
    releaseTls();
  }

  /** Nobody comes in any more; native memory is not left to the garbage collector. */
  void releaseTls() {
    release(tls);
    tls = null;
  }

  void awaitEmpty(long nanos) {
    if (!clients.newCloseFuture().awaitUninterruptibly(nanos, TimeUnit.NANOSECONDS)) {
      clients.close().awaitUninterruptibly(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private ListenException cannotListen(ListenerSettings next, Throwable failure) {
    return new ListenException(id, next.bind(), cause(next.bind(), failure), failure);
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
