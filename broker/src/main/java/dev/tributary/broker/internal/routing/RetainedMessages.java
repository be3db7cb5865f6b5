package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.Retained;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.store.StoreWriter;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last retained message of each topic, all of them in memory in the order of their topics, and
 * in the store where there is one. Reading takes no lock; writing is serialised, and whoever writes
 * only appends to the store's writer. What exceeds a bound is not retained and is counted; the
 * message goes to its subscribers all the same. Any thread.
 */
public final class RetainedMessages implements Retained {

  /** How many are looked at for their expiry at one tick. */
  private static final int SWEEP_STEPS = 10_000;

  private final ConcurrentNavigableMap<String, Message> topics =
      new ConcurrentSkipListMap<>(new TopicOrder());
  private final Observer observer;
  private final LongSupplier nanos;
  private volatile RetainerOptions options;
  private final AtomicLong count = new AtomicLong();

  // All below under the lock.
  private @Nullable StoreWriter writer;
  private @Nullable Pace publishing;
  private @Nullable Iterator<Message> sweep;
  private long sweptAtNanos;

  /**
   * @param nanos a clock that never goes back
   */
  public RetainedMessages(RetainerOptions options, Observer observer, LongSupplier nanos) {
    this.options = options;
    this.observer = observer;
    this.nanos = nanos;
    this.sweptAtNanos = nanos.getAsLong();
  }

  /** One that was stored before the broker started. The bounds are for new ones. */
  public synchronized void load(Message message) {
    put(message);
  }

  /** Changes are stored from here on. What has expired in the meantime goes. */
  public void open(StoreWriter store) {
    synchronized (this) {
      writer = store;
    }
    topics.values().forEach(this::isExpired);
  }

  /** Nothing is stored any more: the store is about to be closed. */
  public synchronized void close() {
    writer = null;
  }

  /**
   * Retains a message, or forgets its topic if its payload is empty ([MQTT-3.3.1-6]). On the thread
   * that publishes.
   *
   * @param custody deferred until the change is stored
   */
  synchronized void keep(Message message, Custody custody) {
    RetainerOptions now = options;
    if (!now.enable()) {
      return;
    }
    if (message.payload().length == 0) {
      if (forget(message.topic())) {
        await(custody);
      }
      return;
    }
    Metric refusal = refusal(message, now, custody);
    if (refusal != null) {
      observer.count(refusal);
      return;
    }
    Message kept = message.retained();
    put(kept);
    if (writer != null) {
      writer.putRetained(kept);
      await(custody);
    }
  }

  /** Whether subscribers get a message that clears its topic. */
  boolean isKeptFromSubscribers(Message message) {
    RetainerOptions now = options;
    return now.stopPublishClear() && now.enable() && message.payload().length == 0;
  }

  /** What a new subscription gets, or null if nothing is sent to it. */
  @Nullable RetainedCursor cursor(Subscription subscription) {
    FilterParts parts = FilterParts.of(subscription.filter());
    if (parts.isShared() || !options.enable() || topics.isEmpty()) {
      return null;
    }
    return new RetainedCursor(this, subscription, new TopicScan(topics, parts.filter()));
  }

  RetainedFeed feed() {
    return new RetainedFeed(this);
  }

  /** If so, it is forgotten. */
  boolean isExpired(Message message) {
    if (!RetainedLife.isOver(message, options, observer.nowMillis())) {
      return false;
    }
    synchronized (this) {
      if (message.equals(topics.get(message.topic()))) {
        forget(message.topic());
      }
    }
    return true;
  }

  /** Looks at some messages if the time for it has come; often. */
  public void tick() {
    RetainerOptions now = options;
    if (now.clearInterval() == null || now.clearInterval().isZero()) {
      return;
    }
    Iterator<Message> among = sweeping(now.clearInterval().toNanos());
    if (among == null) {
      return;
    }
    for (int i = 0; i < SWEEP_STEPS && among.hasNext(); i++) {
      isExpired(among.next());
    }
    if (!among.hasNext()) {
      synchronized (this) {
        sweep = null;
      }
    }
  }

  @Override
  public long count() {
    return count.get();
  }

  @Override
  public Stream<Message> matching(String filter) {
    TopicScan scan = new TopicScan(topics, filter);
    return Stream.generate(() -> Optional.ofNullable(scan.next(Integer.MAX_VALUE)))
        .takeWhile(Optional::isPresent)
        .flatMap(Optional::stream)
        .filter(message -> !isExpired(message));
  }

  @Override
  public Optional<Message> find(String topic) {
    return Optional.ofNullable(topics.get(topic)).filter(message -> !isExpired(message));
  }

  @Override
  public long remove(String filter) {
    return matching(filter).filter(message -> forgetNow(message.topic())).count();
  }

  @Override
  public synchronized void change(RetainerOptions changed) {
    options = changed;
  }

  @Override
  public RetainerOptions options() {
    return options;
  }

  private synchronized boolean forgetNow(String topic) {
    return forget(topic);
  }

  private synchronized @Nullable Iterator<Message> sweeping(long intervalNanos) {
    if (sweep == null && nanos.getAsLong() - sweptAtNanos >= intervalNanos) {
      sweptAtNanos = nanos.getAsLong();
      sweep = topics.values().iterator();
    }
    return sweep;
  }

  private @Nullable Metric refusal(Message message, RetainerOptions now, Custody custody) {
    if (now.payloadBytesMax() > 0 && message.payload().length > now.payloadBytesMax()) {
      return Metric.RETAINED_TOO_LARGE;
    }
    boolean full = now.messagesMax() > 0 && count.get() >= now.messagesMax();
    if (full && !topics.containsKey(message.topic())) {
      return Metric.RETAINED_FULL;
    }
    if (writer != null && writer.isBacklogged() && custody.isImpatient()) {
      return Metric.RETAINED_UNSTORED;
    }
    return isPaced(now) ? null : Metric.RETAINED_RATE;
  }

  private boolean isPaced(RetainerOptions now) {
    RateLimit limit = now.publishRate();
    if (limit == null) {
      return true;
    }
    Pace pace = publishing;
    if (pace == null || !Objects.equals(pace.limit(), limit)) {
      pace = new Pace(limit);
      publishing = pace;
    }
    long time = nanos.getAsLong();
    if (!pace.isOpen(time)) {
      return false;
    }
    pace.take(time);
    return true;
  }

  private void put(Message message) {
    if (topics.put(message.topic(), message) == null) {
      count.incrementAndGet();
      observer.count(Metric.RETAINED);
    }
  }

  private boolean forget(String topic) {
    if (topics.remove(topic) == null) {
      return false;
    }
    count.decrementAndGet();
    observer.counters().add(Metric.RETAINED, -1);
    if (writer != null) {
      writer.removeRetained(topic);
    }
    return true;
  }

  /** QoS 0 does not wait for the disk unless the disk is behind. */
  private void await(Custody custody) {
    if (writer != null && (custody.isAwaited() || writer.isBacklogged())) {
      custody.defer();
      writer.whenStored(custody::release);
    }
  }
}
