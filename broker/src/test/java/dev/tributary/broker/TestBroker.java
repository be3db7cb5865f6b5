package dev.tributary.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A broker on a free port with a clock that the test moves. */
final class TestBroker implements AutoCloseable {

  private static final long START_MILLIS = 1_800_000_000_000L;

  private final AtomicLong elapsedNanos = new AtomicLong();
  private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final Broker broker;
  private volatile PublishHandler handler = PublishHandler.NONE;
  private volatile Set<BrokerEventType> wanted = EnumSet.allOf(BrokerEventType.class);

  TestBroker(MqttLimits limits) {
    this(limits, 0, 1_000);
  }

  TestBroker(MqttLimits limits, int port, int connectionsMax) {
    this(settings(limits, port, connectionsMax));
  }

  /** One listener, {@code tcp:default}. */
  static BrokerSettings settings(MqttLimits limits, int port, int connectionsMax) {
    return BrokerSettings.of(
        List.of(
            ListenerSettings.tcp(
                    "default", new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .withConnectionsMax(connectionsMax)),
        limits);
  }

  TestBroker(BrokerSettings settings) {
    this(settings, List.of());
  }

  TestBroker(BrokerSettings settings, List<EnhancedAuthentication> authentications) {
    broker =
        new Broker(
            settings,
            (message, custody) -> {
              messages.add(message);
              handler.onPublish(message, custody);
            },
            new BrokerEvents() {
              @Override
              public boolean wants(BrokerEventType type) {
                return wanted.contains(type);
              }

              @Override
              public void on(BrokerEvent event) {
                events.add(event);
              }
            },
            () -> java.time.Instant.ofEpochMilli(nowMillis()),
            authentications,
            elapsedNanos::get,
            new Random(1));
  }

  void start() throws ListenException {
    try {
      broker.start();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  void handler(PublishHandler next) {
    handler = next;
  }

  /** All are wanted at first. */
  void wants(Set<BrokerEventType> types) {
    wanted = types;
  }

  Broker broker() {
    return broker;
  }

  InetSocketAddress address() {
    return broker.address("tcp:default");
  }

  long nowMillis() {
    return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(elapsedNanos.get());
  }

  void advanceSeconds(long seconds) {
    elapsedNanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** A message of the server itself with payload {@code x}. */
  Message own(String topic, int qos) {
    return new Message(
        new Message.MessageId(1, 2),
        topic,
        new byte[] {'x'},
        qos,
        false,
        false,
        new Sender.Server("test", null),
        Message.PublishProperties.NONE,
        nowMillis());
  }

  List<String> topics() {
    return messages.stream().map(Message::topic).toList();
  }

  List<BrokerEvent> events() {
    return events;
  }

  long metric(String name) {
    return broker.metrics().snapshot().get(name);
  }

  void await(String metric, long value) {
    await(() -> metric(metric) == value, () -> metric + " is " + metric(metric));
  }

  /** As many as are wanted, in their order. */
  <E extends BrokerEvent> List<E> await(Class<E> type, int count) {
    await(() -> all(type).size() >= count, () -> "events are " + events);
    return all(type);
  }

  <E extends BrokerEvent> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  void awaitEvent(Predicate<BrokerEvent> wanted) {
    await(() -> events.stream().anyMatch(wanted), () -> "events are " + events);
  }

  /** Until it is so; the limit is only there for a broken broker. */
  static void await(BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
