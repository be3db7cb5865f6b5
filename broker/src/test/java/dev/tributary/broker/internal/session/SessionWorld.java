package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEvent.DeliveryDropped;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.routing.MemberChoice;
import dev.tributary.broker.internal.routing.RetainedMessages;
import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.routing.TrieSubscriptionIndex;
import dev.tributary.broker.internal.store.HeldStore;
import dev.tributary.broker.internal.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sessions on two loops with a store that writes when the test says so; all on the test's thread.
 * {@link #crash} ends it and gives the world that comes after.
 */
final class SessionWorld {

  private static final long START_MILLIS = 1_800_000_000_000L;

  final HeldStore store;
  final Counters counters = new Counters();
  final List<BrokerEvent> events = new ArrayList<>();
  final List<String> handled = new ArrayList<>();
  final SessionRegistry registry;
  final Router router;
  final List<TestLoop> loops = new ArrayList<>();
  private final List<LoopHome> homes = new ArrayList<>();
  private final BrokerSettings settings;
  private long elapsedNanos;

  SessionWorld() {
    this(BrokerSettings.of(List.of(), MqttLimits.defaults()));
  }

  SessionWorld(BrokerSettings settings) {
    this(settings, new HeldStore(), 0);
  }

  private SessionWorld(BrokerSettings settings, HeldStore store, long elapsedNanos) {
    this.settings = settings;
    this.store = store;
    this.elapsedNanos = elapsedNanos;
    BrokerEvents listener = events::add;
    Observer observer =
        new Observer(
            counters,
            new EventDoor(listener, () -> Instant.ofEpochMilli(nowMillis())),
            () -> Instant.ofEpochMilli(nowMillis()));
    router =
        new Router(
            new TrieSubscriptionIndex(1, counters),
            new MemberChoice(settings.options().sharedStrategy(), 1),
            new RetainedMessages(settings.retainer(), observer, this::nanos),
            observer);
    PublishHandler handler = (message, _) -> handled.add(Messages.text(message));
    registry =
        new SessionRegistry(
            new SessionServices(settings, router, observer, new Wills(handler, router, observer)));
    for (int i = 0; i < 2; i++) {
      TestLoop loop = new TestLoop();
      loops.add(loop);
      homes.add(new LoopHome(loop, i, this::nanos, store));
    }
    load(store);
  }

  private void load(Store from) {
    try {
      SessionLoading loading = new SessionLoading(registry, homes, _ -> {});
      loading.load(from);
      loading.wake();
    } catch (dev.tributary.broker.StoreException e) {
      throw new AssertionError(e);
    }
  }

  private long nanos() {
    return elapsedNanos;
  }

  long nowMillis() {
    return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(elapsedNanos);
  }

  void advanceSeconds(long seconds) {
    elapsedNanos += TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; i < loops.size(); i++) {
      loops.get(i).within(homes.get(i)::tick);
    }
  }

  /** What was written is there again; everything else is gone. */
  SessionWorld crash() {
    loops.forEach(TestLoop::die);
    return new SessionWorld(settings, store.afterCrash(), elapsedNanos);
  }

  /** The world that would come after a crash now; this one goes on. */
  SessionWorld crashed() {
    return new SessionWorld(settings, store.afterCrash(), elapsedNanos);
  }

  /** Runs the loops until they rest. What the store holds, it holds. */
  void run() {
    while (loops.stream().anyMatch(TestLoop::runOne)) {
      // what that has led to, too
    }
  }

  /** Until the loops rest and the store has written all. */
  void settle() {
    do {
      run();
    } while (store.commitOne() || loops.stream().anyMatch(loop -> loop.waiting() > 0));
  }

  // Clients

  FakeClient connect(int loop, FakeClient.How how) {
    FakeClient client = new FakeClient(this, homes.get(loop), how);
    loops.get(loop).within(() -> registry.open(client));
    return client;
  }

  /** Connected, and everything stored. */
  FakeClient connected(int loop, FakeClient.How how) {
    FakeClient client = connect(loop, how);
    settle();
    return client;
  }

  void subscribe(FakeClient client, String filter, int qos) {
    on(
        client,
        () ->
            client
                .session()
                .subscriptions()
                .subscribe(new Subscription(filter, qos, false, false, 0, 0)));
  }

  void on(FakeClient client, Runnable task) {
    loops.get(homes.indexOf(client.home())).within(task);
  }

  void gone(FakeClient client) {
    on(client, () -> client.close(Reason.TCP_CLOSED, ""));
  }

  void puback(FakeClient client, int packetId) {
    on(
        client,
        () -> {
          client.session().outgoing().acknowledged(packetId);
          client.session().pump();
        });
  }

  void pubrec(FakeClient client, int packetId) {
    on(client, () -> client.session().outgoing().received(packetId, 0));
  }

  void pubcomp(FakeClient client, int packetId) {
    on(
        client,
        () -> {
          client.session().outgoing().completed(packetId);
          client.session().pump();
        });
  }

  // Publishers

  /** What becomes of the publisher's acknowledgement. */
  static final class Receipt {
    boolean held;
  }

  Receipt publish(String topic, String payload, int qos) {
    return publish(Messages.message(topic, payload, qos, -1, nowMillis()));
  }

  /** Nobody waits until it is held. */
  void tell(String topic, String payload, int qos) {
    route(Messages.message(topic, payload, qos, -1, nowMillis()), Custody.NOBODY);
  }

  Receipt publish(Message message) {
    Receipt receipt = new Receipt();
    AllHeld custody = new AllHeld(() -> receipt.held = true);
    route(message, custody);
    custody.release();
    return receipt;
  }

  private void route(Message message, Custody custody) {
    loops.getFirst().within(() -> router.route(message, custody));
  }

  List<String> dropped(BrokerEvent.DeliveryDropReason reason) {
    return events.stream()
        .filter(DeliveryDropped.class::isInstance)
        .map(DeliveryDropped.class::cast)
        .filter(event -> event.reason() == reason)
        .map(event -> Messages.text(event.delivery().message()))
        .toList();
  }

  long metric(String name) {
    Long value = counters.snapshot().get(name);
    return value == null ? 0 : value;
  }
}
