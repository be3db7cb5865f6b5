package dev.tributary.broker;

import dev.tributary.broker.internal.access.BanList;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.ConnectRules;
import dev.tributary.broker.internal.routing.MemberChoice;
import dev.tributary.broker.internal.routing.RetainedMessages;
import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.routing.SubscriptionList;
import dev.tributary.broker.internal.routing.TrieSubscriptionIndex;
import dev.tributary.broker.internal.session.SessionDirectory;
import dev.tributary.broker.internal.session.SessionLoading;
import dev.tributary.broker.internal.session.SessionRegistry;
import dev.tributary.broker.internal.session.SessionServices;
import dev.tributary.broker.internal.session.Wills;
import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.transport.Services;
import dev.tributary.broker.internal.transport.Transport;
import io.netty.channel.local.LocalAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT server: listeners, connections, sessions and routing. Made stopped; {@link #start} opens
 * the listeners, {@link #close} ends every connection. All methods may be called from any thread;
 * what a connection does happens on its event loop.
 */
public final class Broker implements AutoCloseable {

  private final BrokerSettings settings;
  private final Counters counters = new Counters();
  private final TrieSubscriptionIndex index;
  private final RetainedMessages retained;
  private final Router router;
  private final SessionRegistry sessions;
  private final Function<Store, Services> services;
  private final BanList bans;
  private final int node;
  private final LongSupplier nanos;
  private @Nullable Store store;
  private @Nullable Transport transport;
  private @Nullable SessionLoading loaded;
  private boolean started;

  public Broker(
      BrokerSettings settings, PublishHandler handler, BrokerEvents events, InstantSource clock) {
    this(settings, handler, events, clock, List.of());
  }

  /**
   * @param authentications the methods of enhanced authentication that clients may use, each once;
   *     if there are any, clients of listeners that authenticate must use one
   */
  public Broker(
      BrokerSettings settings,
      PublishHandler handler,
      BrokerEvents events,
      InstantSource clock,
      List<EnhancedAuthentication> authentications) {
    this(settings, handler, events, clock, authentications, System::nanoTime, new SecureRandom());
  }

  /**
   * @param nanos deadlines: a clock that never goes back
   * @param random the node's part of message identifiers, and client identifiers that are assigned
   */
  Broker(
      BrokerSettings settings,
      PublishHandler handler,
      BrokerEvents events,
      InstantSource clock,
      List<EnhancedAuthentication> authentications,
      LongSupplier nanos,
      RandomGenerator random) {
    MqttLimits limits = settings.limits();
    Map<String, EnhancedAuthentication> methods =
        authentications.stream()
            .collect(Collectors.toUnmodifiableMap(EnhancedAuthentication::method, m -> m));
    Observer observer = new Observer(counters, new EventDoor(events, clock), clock);
    this.settings = settings;
    this.bans = new BanList(clock, this::expel);
    this.index = new TrieSubscriptionIndex(random.nextInt(), counters);
    this.retained = new RetainedMessages(settings.retainer(), observer, nanos);
    this.router =
        new Router(
            index,
            new MemberChoice(settings.options().sharedStrategy(), random.nextLong()),
            retained,
            observer);
    this.node = random.nextInt();
    this.nanos = nanos;
    ConnectRules connectRules =
        new ConnectRules(limits, settings.options(), methods.keySet(), () -> freshClientId(random));
    this.sessions =
        new SessionRegistry(
            new SessionServices(settings, router, observer, new Wills(handler, router, observer)));
    this.services =
        opened ->
            new Services(
                settings,
                observer,
                connectRules,
                sessions,
                router,
                handler,
                bans,
                methods,
                nanos,
                opened);
  }

  /**
   * Opens the store and takes in what it holds: sessions, their subscriptions, retained messages.
   * What the server publishes from then on finds its subscribers. {@link #start} does it if it was
   * not done before.
   *
   * @throws StoreException if what is stored cannot be used
   * @throws IllegalStateException if it was done before
   */
  public synchronized void load() throws StoreException {
    if (transport != null) {
      throw new IllegalStateException("the broker was loaded before");
    }
    Store opened = Store.open(settings.storage(), nanos);
    store = opened;
    transport = new Transport(services.apply(opened), node);
    try {
      load(opened);
    } catch (StoreException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens every enabled listener, or none.
   *
   * @throws ListenException naming the listener, its address and the cause
   * @throws StoreException if what is stored cannot be used
   * @throws IllegalStateException if it was started before
   */
  public synchronized void start() throws ListenException, StoreException {
    if (started) {
      throw new IllegalStateException("the broker was started before");
    }
    started = true;
    if (transport == null) {
      load();
    }
    Transport opening = loaded();
    try {
      if (loaded != null) {
        loaded.wake(); // before clients come: wills that are due go first
      }
      opening.listen(settings.listeners());
    } catch (ListenException e) {
      close();
      throw e;
    }
    opening.start();
  }

  /**
   * Where a listener listens.
   *
   * @param listener such as {@code tcp:default}
   * @throws IllegalArgumentException if no such listener is open
   */
  public synchronized InetSocketAddress address(String listener) {
    InetSocketAddress address = transport == null ? null : transport.address(listener);
    if (address == null) {
      throw new IllegalArgumentException(
          "listener '"
              + listener
              + "' is not open; configured are "
              + settings.listeners().stream().map(ListenerSettings::id).toList());
    }
    return address;
  }

  /**
   * The listeners, to look at and to change.
   *
   * @throws IllegalStateException if the broker was not started
   */
  public Listeners listeners() {
    return loaded().listeners();
  }

  /** Who may not come in. May be called before {@link #start}. */
  public Bans bans() {
    return bans;
  }

  /**
   * Opens a listener without sockets, for measurements and for programs of this process. It has no
   * limits and is not among {@link #listeners}.
   *
   * @param name unique in this broker; the listener's id is {@code memory:name}
   * @return what a {@link io.netty.channel.local.LocalChannel} connects to; it speaks MQTT in byte
   *     buffers
   * @throws IllegalStateException if the broker was not started, or has one of that name
   */
  public LocalAddress openInMemory(String name) {
    return loaded().openInMemory(name);
  }

  /** Counters and gauges. */
  public BrokerMetrics metrics() {
    return counters;
  }

  /** Retained messages. */
  public Retained retained() {
    return retained;
  }

  /** Clients and their sessions. */
  public Clients clients() {
    return new SessionDirectory(sessions);
  }

  /** Who has subscribed what. */
  public Subscriptions subscriptions() {
    return new SubscriptionList(index, counters);
  }

  /**
   * Routes a message of the server itself to subscribers; {@link PublishHandler} does not see it.
   */
  public void publish(Message message) {
    publish(message, Custody.NOBODY);
  }

  /**
   * The same for a message whose maker wants to know when all who must hold it hold it.
   *
   * @param custody any thread may call {@code defer}, which is not the case with those of clients
   */
  public void publish(Message message, Custody custody) {
    counters.count(Metric.PUBLISHED_SERVER);
    router.route(message, custody);
  }

  /**
   * Closes listeners and connections (MQTT 5 clients get DISCONNECT 0x8B); a second call is
   * nothing.
   */
  @Override
  public synchronized void close() {
    if (transport != null) {
      transport.close();
    }
    retained.close();
    if (store != null) {
      store.close(); // last, for what ends above may change what is stored
      store = null;
    }
  }

  private synchronized Transport loaded() {
    if (transport == null) {
      throw new IllegalStateException("the broker was not started");
    }
    return transport;
  }

  private synchronized void expel(Predicate<ClientInfo> banned) {
    if (transport != null) {
      transport.expel(banned);
    }
  }

  /** Before anybody can connect. */
  private void load(Store from) throws StoreException {
    SessionLoading loading = new SessionLoading(sessions, loaded().homes(), retained::load);
    loading.load(from);
    loaded = loading;
    if (from.isDurable()) {
      retained.open(from.writer(Runnable::run));
    }
  }

  private static String freshClientId(RandomGenerator random) {
    return "tributary-%016x%016x".formatted(random.nextLong(), random.nextLong());
  }
}
