package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Custody;
import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerType;
import dev.tributary.broker.Message;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.broker.ScramSha256;
import dev.tributary.broker.TcpOptions;
import dev.tributary.broker.WebSocketOptions;
import dev.tributary.broker.internal.access.BanList;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.ConnectRules;
import dev.tributary.broker.internal.routing.MemberChoice;
import dev.tributary.broker.internal.routing.RetainedMessages;
import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.routing.TrieSubscriptionIndex;
import dev.tributary.broker.internal.session.LoopHome;
import dev.tributary.broker.internal.session.SessionRegistry;
import dev.tributary.broker.internal.session.SessionServices;
import dev.tributary.broker.internal.session.Wills;
import dev.tributary.broker.internal.store.HeldStore;
import dev.tributary.broker.internal.store.MemoryStore;
import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.store.StoredSession;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a broker, all of it real but threads, sockets, disk and time, which a seed moves:
 * two loops whose tasks interleave at random, a store that is slow at random, a handler that lets
 * publishers wait at random.
 */
final class FuzzWorld {

  private static final long START_MILLIS = 1_800_000_000_000L;
  private static final int LOOPS = 2;
  private static final String HONEST = "honest";

  /** Longer than the clock ever jumps. */
  private static final int KEEP_ALIVE_SECONDS = 65_535;

  private final SplittableRandom random;
  private final SimulatedLoop[] loops = new SimulatedLoop[LOOPS];
  private final LoopHome[] homes = new LoopHome[LOOPS];
  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
  private final EmbeddedChannel decoder;
  private final Counters counters = new Counters();
  private final ArrayDeque<Custody> deferred = new ArrayDeque<>();
  private final RetainedMessages retained;
  private final Router router;
  private final Services services;
  private final ChannelSetup[] setups;
  private final @Nullable HeldStore held;
  private final MockTicker time = Ticker.newMockTicker();

  FuzzWorld(long seed, EmbeddedChannel decoder) {
    this.random = new SplittableRandom(seed);
    this.decoder = decoder;
    InstantSource clock = () -> Instant.ofEpochMilli(nowMillis());
    BrokerSettings settings = settings();
    Observer observer = new Observer(counters, new EventDoor(events(), clock), clock);
    TrieSubscriptionIndex index = new TrieSubscriptionIndex(random.nextInt(), counters);
    retained = new RetainedMessages(settings.retainer(), observer, time::nanoTime);
    router =
        new Router(
            index,
            new MemberChoice(settings.options().sharedStrategy(), random.nextLong()),
            retained,
            observer);
    held = random.nextInt(3) > 0 ? new HeldStore() : null;
    Store store = held == null ? new MemoryStore() : held;
    if (store.isDurable()) {
      retained.open(store.writer(Runnable::run));
    }
    Map<String, EnhancedAuthentication> methods =
        Map.of("ECHO", new Echo(), "SCRAM-SHA-256", scram());
    SessionRegistry sessions =
        new SessionRegistry(
            new SessionServices(
                settings, router, observer, new Wills(this::onPublish, router, observer)));
    services =
        new Services(
            settings,
            observer,
            new ConnectRules(
                settings.limits(), settings.options(), methods.keySet(), this::freshClientId),
            sessions,
            router,
            this::onPublish,
            new BanList(clock, _ -> {}),
            methods,
            time::nanoTime,
            store);
    for (int i = 0; i < LOOPS; i++) {
      loops[i] = new SimulatedLoop(time);
      homes[i] = new LoopHome(loops[i], i, time::nanoTime, store);
    }
    setups =
        settings.listeners().stream()
            .map(listener -> new ChannelSetup(listener.id(), listener, null, services))
            .toArray(ChannelSetup[]::new);
  }

  // What it is made of

  private BrokerSettings settings() {
    boolean narrow = random.nextBoolean();
    MqttLimits limits = MqttLimits.defaults();
    if (narrow) {
      limits =
          limits
              .change()
              .packetBytesMax(2_000)
              .inflightMax(3)
              .queuedMessagesMax(10)
              .awaitingRelMax(3)
              .subscriptionsMax(5)
              .topicLevelsMax(4)
              .topicAliasMax(2)
              .qosMax(random.nextInt(8) == 0 ? 1 : 2)
              .build();
    }
    MqttOptions usual = MqttOptions.defaults();
    MqttOptions.SharedStrategy[] strategies = MqttOptions.SharedStrategy.values();
    MqttOptions options =
        new MqttOptions(
            random.nextInt(8) > 0,
            random.nextInt(8) > 0,
            random.nextInt(8) > 0,
            random.nextInt(4) == 0,
            strategies[random.nextInt(strategies.length)],
            random.nextInt(4) == 0 ? KEEP_ALIVE_SECONDS : null,
            random.nextInt(4) == 0,
            random.nextInt(4) == 0,
            random.nextBoolean() ? "r" : "",
            random.nextInt(4) == 0 ? Duration.ofSeconds(4) : null,
            random.nextInt(3) == 0 ? Duration.ofSeconds(2) : null,
            random.nextInt(8) == 0,
            usual.peerCertAsUsername(),
            usual.peerCertAsClientId());
    RetainerOptions retainer =
        new RetainerOptions(
            random.nextInt(8) > 0,
            narrow ? 3 : 100,
            narrow ? 100 : 1_048_576,
            null,
            random.nextInt(4) == 0 ? new RateLimit(2, Duration.ofSeconds(1), 0) : null,
            null,
            null,
            random.nextInt(4) == 0 ? Duration.ofSeconds(30) : null,
            random.nextInt(4) == 0,
            true);
    BrokerSettings all =
        BrokerSettings.of(
                List.of(
                    listener(ListenerType.TCP, "honest", null, false),
                    listener(ListenerType.TCP, "plain", null, narrow),
                    listener(ListenerType.TCP, "proxied", Duration.ofSeconds(3), false),
                    listener(ListenerType.WS, "web", null, false)),
                limits)
            .with(options)
            .with(retainer);
    return narrow ? all.with(new ForceShutdown(true, 20, 30_000)) : all;
  }

  private ListenerSettings listener(
      ListenerType type, String name, @Nullable Duration proxy, boolean limited) {
    TcpOptions usual = TcpOptions.defaults();
    RateLimit rate =
        limited && random.nextBoolean() ? new RateLimit(20, Duration.ofSeconds(1), 0) : null;
    return new ListenerSettings(
        type,
        name,
        true,
        new InetSocketAddress(0),
        1_000,
        new ListenerSettings.Rates(null, rate, null),
        proxy,
        name.equals("proxied"),
        new TcpOptions(
            usual.backlog(),
            true,
            true,
            false,
            usual.sendTimeout(),
            true,
            random.nextBoolean() ? 512 : usual.writeBufferBytesMax()),
        null,
        type == ListenerType.WS
            ? new WebSocketOptions(
                "/mqtt",
                random.nextBoolean() ? 1_000 : Integer.MAX_VALUE,
                true,
                List.of("mqtt"),
                random.nextBoolean(),
                random.nextInt(4) == 0,
                List.of("http://a"),
                "X-Forwarded-For")
            : null);
  }

  private BrokerEvents events() {
    return random.nextBoolean() ? BrokerEvents.NONE : _ -> {};
  }

  private ScramSha256 scram() {
    return new ScramSha256(
        _ -> Optional.empty(), new byte[16], 4_096, new Random(random.nextLong()));
  }

  private String freshClientId() {
    return "fresh" + random.nextLong();
  }

  /** Goes on, succeeds or fails as the client says. */
  private static final class Echo implements EnhancedAuthentication {
    @Override
    public String method() {
      return "ECHO";
    }

    @Override
    public Exchange begin() {
      return data ->
          switch (data.length == 0 ? 0 : data[0]) {
            case 0 -> new Step.Failure(0x86, "nothing");
            case 1 -> new Step.Success("user", false, data);
            default -> new Step.Continue(data);
          };
    }
  }

  private void onPublish(Message message, Custody custody) {
    if (message.topic().equals(HONEST)) {
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> {
        custody.defer();
        deferred.add(custody);
      }
      case 1 -> {
        custody.defer();
        custody.refuse(0x97, "no room");
      }
      default -> {
        // held
      }
    }
  }

  // What happens in it

  SplittableRandom random() {
    return random;
  }

  long nowMillis() {
    return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(time.nanoTime());
  }

  FuzzClient connectHonest() {
    return connect(0, random.nextInt(LOOPS));
  }

  /** A new connection with its script. */
  FuzzClient connect() {
    int setup = 1 + (random.nextInt(8) == 0 ? random.nextInt(2) + 1 : 0);
    FuzzClient client = connect(setup, random.nextInt(LOOPS));
    List<byte[]> packets = Conversations.draw(random);
    if (setup == 2) {
      client.script().add(Conversations.proxyHeader(random));
    }
    if (setup == 3) {
      client.script().add(Conversations.upgrade(random));
      packets.forEach(packet -> client.script().add(Conversations.frame(random, packet)));
    } else {
      client.script().addAll(packets);
    }
    return client;
  }

  private FuzzClient connect(int setup, int loop) {
    boolean webSocket = setup == 3;
    return new FuzzClient(
        loops[loop],
        channel -> setups[setup].fill(channel, homes[loop]),
        webSocket,
        buffers,
        decoder);
  }

  /** Some task of some loop, the next write of the store, or an answer of the handler. */
  boolean runSomething() {
    int what = random.nextInt(LOOPS + 2);
    for (int i = 0; i < LOOPS + 2; i++) {
      int next = (what + i) % (LOOPS + 2);
      boolean ran =
          next < LOOPS ? loops[next].runOne() : next == LOOPS ? commitOne() : releaseOne();
      if (ran) {
        return true;
      }
    }
    return false;
  }

  /** Until nothing is left to do. */
  void runAll() {
    int bound = 1_000_000;
    while (runSomething()) {
      if (--bound == 0) {
        throw new AssertionError("the loops do not come to rest");
      }
    }
  }

  private boolean commitOne() {
    return held != null && held.commitOne();
  }

  private boolean releaseOne() {
    Custody custody = random.nextBoolean() ? deferred.pollFirst() : deferred.pollLast();
    if (custody != null) {
      if (random.nextInt(4) == 0) {
        custody.refuse(0x83, "failed");
      } else {
        custody.release();
      }
    }
    return custody != null;
  }

  void backlogged(boolean now) {
    if (held != null) {
      held.backlogged(now);
    }
  }

  void later(long byNanos) {
    time.advance(byNanos, TimeUnit.NANOSECONDS);
    for (int i = 0; i < LOOPS; i++) {
      loops[i].enter(homes[i]::tick);
      loops[i].wake();
    }
    router.tick();
  }

  // What must be so

  /** All connections are closed: after the longest expiry nothing may be left. */
  void checkEmpty() {
    backlogged(false);
    runAll();
    for (int i = 0; i < 4; i++) {
      later(TimeUnit.HOURS.toNanos(3));
      runAll();
    }
    expect(Metric.CONNECTIONS, 0);
    expect(Metric.SESSIONS, 0);
    expect(Metric.SUBSCRIPTIONS, 0);
    expect(Metric.SUBSCRIPTIONS_SHARED, 0);
    expect(Metric.TOPICS, 0);
    expect(Metric.RETAINED, retained.count());
    retained.remove("#"); // all but those of topics with $
    runAll();
    checkStore();
    long used = buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
    if (used != 0) {
      throw new AssertionError(used + " bytes of buffers were not released");
    }
  }

  private void checkStore() {
    if (held == null) {
      return;
    }
    AtomicLong stored = new AtomicLong();
    held.load(
        new Store.Contents() {
          @Override
          public void session(StoredSession session) {
            throw new AssertionError("left in the store: " + session);
          }

          @Override
          public void retained(Message message) {
            stored.incrementAndGet();
          }
        });
    expect(Metric.RETAINED, stored.get()); // also those that have expired and that nobody has met
  }

  private void expect(Metric metric, long value) {
    if (counters.value(metric) != value) {
      throw new AssertionError(metric.text() + " is " + counters.value(metric) + ", not " + value);
    }
  }

  long sessions() {
    return counters.value(Metric.SESSION_CREATED);
  }

  long count(Metric metric) {
    return counters.value(metric);
  }
}
