package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Clients;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.StoreException;
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
import dev.tributary.broker.internal.session.SessionDirectory;
import dev.tributary.broker.internal.session.SessionLoading;
import dev.tributary.broker.internal.session.SessionRegistry;
import dev.tributary.broker.internal.session.SessionServices;
import dev.tributary.broker.internal.session.TestLoop;
import dev.tributary.broker.internal.session.Wills;
import dev.tributary.broker.internal.store.HeldStore;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A whole broker but for its sockets: loops that run one task when the test says so, a store that
 * writes when the test says so, a clock that the test moves. All on the test's thread. {@link
 * #crash} gives the broker that starts after it.
 */
final class SimulatedBroker {

  static final int LOOPS = 3;
  private static final long START_MILLIS = 1_800_000_000_000L;

  final HeldStore store;
  final Router router;
  final RetainedMessages retained;
  final Clients clients;
  private final Counters counters = new Counters();
  private final List<TestLoop> loops = new ArrayList<>();
  private final List<LoopHome> homes = new ArrayList<>();

  /** What a crash leaves behind is released by nobody, and no leak. */
  private static final ByteBufAllocator UNWATCHED = new UnpooledByteBufAllocator(true, true);

  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final BrokerSettings settings;
  private final PublishHandler handler;
  private final BrokerEvents events;
  private final ChannelSetup setup;
  private long elapsedNanos;

  SimulatedBroker(BrokerSettings settings, PublishHandler handler, BrokerEvents events) {
    this(settings, handler, events, new HeldStore(), 0);
  }

  private SimulatedBroker(
      BrokerSettings settings,
      PublishHandler handler,
      BrokerEvents events,
      HeldStore store,
      long elapsedNanos) {
    this.settings = settings;
    this.events = events;
    this.handler = handler;
    this.store = store;
    this.elapsedNanos = elapsedNanos;
    InstantSource clock = () -> Instant.ofEpochMilli(nowMillis());
    Observer observer = new Observer(counters, new EventDoor(events, clock), clock);
    retained = new RetainedMessages(settings.retainer(), observer, this::nanos);
    router =
        new Router(
            new TrieSubscriptionIndex(1, counters),
            new MemberChoice(settings.options().sharedStrategy(), 1),
            retained,
            observer);
    SessionRegistry registry =
        new SessionRegistry(
            new SessionServices(settings, router, observer, new Wills(handler, router, observer)));
    clients = new SessionDirectory(registry);
    for (int i = 0; i < LOOPS; i++) {
      TestLoop loop = new TestLoop();
      loops.add(loop);
      homes.add(new LoopHome(loop, i, this::nanos, store));
    }
    MqttLimits limits = settings.limits();
    Services services =
        new Services(
            settings,
            observer,
            new ConnectRules(limits, settings.options(), Set.of(), () -> "assigned"),
            registry,
            router,
            handler,
            new BanList(clock, _ -> {}),
            Map.of(),
            this::nanos,
            store);
    setup =
        new ChannelSetup(
            "tcp:simulated",
            ListenerSettings.tcp("simulated", new InetSocketAddress(0)),
            null,
            services);
    load(registry);
  }

  private void load(SessionRegistry registry) {
    SessionLoading loading = new SessionLoading(registry, homes, retained::load);
    try {
      loading.load(store);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
    retained.open(store.writer(Runnable::run));
    loading.wake();
    for (int i = 0; i < LOOPS; i++) {
      runOne(i); // nobody can come before
    }
  }

  private long nanos() {
    return elapsedNanos;
  }

  private long nowMillis() {
    return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(elapsedNanos);
  }

  long metric(Metric metric) {
    return counters.value(metric);
  }

  void advanceSeconds(long seconds) {
    elapsedNanos += TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; i < LOOPS; i++) {
      on(i, homes.get(i)::tick);
    }
    on(0, router::tick);
  }

  /** Everything is gone but what was written. */
  SimulatedBroker crash() {
    loops.forEach(TestLoop::die);
    return new SimulatedBroker(settings, handler, events, store.afterCrash(), elapsedNanos);
  }

  /** Runs one task of a loop; false if it has none. */
  boolean runOne(int loop) {
    return on(loop, loops.get(loop)::runOne);
  }

  /** Until the loops rest and the store has written all. */
  void settle() {
    boolean any = true;
    while (any) {
      any = false;
      for (int i = 0; i < LOOPS; i++) {
        any |= runOne(i);
      }
      any |= store.commitOne();
    }
  }

  EmbeddedChannel accept(int loop) {
    EmbeddedChannel[] made = new EmbeddedChannel[1];
    on(
        loop,
        () -> {
          made[0] =
              new EmbeddedChannel(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.config().setAllocator(UNWATCHED);
                      setup.fill(channel, homes.get(loop));
                    }
                  });
          return true;
        });
    channels.add(made[0]);
    return made[0];
  }

  /** Does something as a task of that loop, and what follows from it for its connections. */
  void on(int loop, Runnable task) {
    on(
        loop,
        () -> {
          task.run();
          return true;
        });
  }

  private boolean on(int loop, BooleanSupplier task) {
    boolean[] answer = new boolean[1];
    loops
        .get(loop)
        .within(() -> {
          answer[0] = task.getAsBoolean();
          channels.forEach(EmbeddedChannel::runPendingTasks);
        });
    channels.removeIf(channel -> !channel.isOpen());
    return answer[0];
  }
}
