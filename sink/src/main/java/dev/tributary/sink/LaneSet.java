package dev.tributary.sink;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of a running action, with the delivery, status and checks that belong to them. Made
 * anew whenever settings or connector change: the records move from the old set to the new one.
 */
final class LaneSet {

  private static final Logger log = LoggerFactory.getLogger(LaneSet.class);

  /** A request that is still unanswered when its action stops is interrupted after this. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private static final Comparator<KeyQueue> BY_AGE_OF_HEAD =
      (a, b) -> Long.signum(headNanos(a) - headNanos(b));

  private final ActionSettings settings;
  private final Delivery delivery;
  private final ActionStatus status;
  private final HealthLoop health;
  private final LoopDriver driver;
  private final LongSupplier nanos;
  private final String id;
  private final Lane[] lanes;
  private final LaneLoop[] loops;
  private final LoopDriver.Worker[] workers;
  private final LaneStatistics statistics;
  private LoopDriver.@Nullable Worker healthWorker;
  private volatile boolean closed;
  private long closedNanos;

  LaneSet(
      String id,
      ActionSettings settings,
      Delivery delivery,
      SinkEnvironment environment,
      Lane.EndedRecords ended) {
    this.id = id;
    this.settings = settings;
    this.delivery = delivery;
    this.driver = environment.driver();
    this.nanos = environment.nanos();
    this.status = new ActionStatus("Action " + id, first(delivery), this::wakeAll);
    this.health = new HealthLoop(delivery::check, status, timing(settings), environment);
    this.statistics = new LaneStatistics(environment.clock(), this::shardOf);
    ShardPacer pacer = new ShardPacer(this::shardOf);
    int count = settings.lanes();
    this.lanes = new Lane[count];
    this.loops = new LaneLoop[count];
    this.workers = new LoopDriver.Worker[count];
    for (int i = 0; i < count; i++) {
      RetryPolicy retry = new RetryPolicy(settings.resumeInterval(), environment.randoms().get());
      lanes[i] = new Lane(LaneSettings.of(settings), new LaneInbox(), retry, pacer, ended);
      loops[i] =
          new LaneLoop(
              "sink-" + id + "-" + i + "-request",
              lanes[i],
              delivery,
              status,
              statistics,
              environment,
              waker(i));
    }
  }

  /** A delivery with a bug must not cost records: a shard that cannot be told is not paced. */
  private @Nullable String shardOf(SinkRecord record) {
    try {
      return delivery.shardOf(record);
    } catch (RuntimeException e) {
      log.debug("Action {}: the shard of a record cannot be told", id, e);
      return null;
    }
  }

  /** Nothing is sent, and nobody woken, before the lanes are started. */
  private Runnable waker(int index) {
    return () -> workers[index].wake();
  }

  private static long headNanos(KeyQueue queue) {
    QueuedRecord head = queue.head();
    return head == null ? 0 : head.submittedNanos;
  }

  /** Without a connector there is nothing to try. */
  private static Health first(Delivery delivery) {
    return delivery instanceof UnavailableDelivery unavailable
        ? unavailable.check()
        : Health.connecting("not checked yet");
  }

  private static HealthLoop.Timing timing(ActionSettings settings) {
    Duration interval = settings.healthCheckInterval();
    Duration resume = settings.resumeInterval();
    return new HealthLoop.Timing(
        interval,
        settings.healthCheckIntervalJitter(),
        resume.compareTo(interval) < 0 ? resume : interval,
        settings.healthCheckTimeout());
  }

  /** Before the first {@link #append}. */
  void startLanes() {
    for (int i = 0; i < loops.length; i++) {
      workers[i] = driver.start("sink-" + id + "-" + i, loops[i]);
    }
  }

  /**
   * Begins the health checks.
   *
   * @param startTimeout how long the first check may take before this returns without its result
   */
  void startChecks(Duration startTimeout) {
    health.checkFirst(startTimeout);
    healthWorker = driver.start("sink-check-" + id, health);
  }

  Delivery.Limits limits() {
    return delivery.limits();
  }

  /** False if the lane takes no more records because the set is being stopped. */
  boolean append(QueuedRecord queued) {
    int index = laneOf(queued.record.partitionKey());
    return appended(index, lanes[index].inbox().append(queued));
  }

  /** Appends all in order, with one lock per lane. The set must not be closed. */
  void appendAll(List<QueuedRecord> records) {
    KeyQueue[] parts = new KeyQueue[lanes.length];
    for (QueuedRecord queued : records) {
      int index = laneOf(queued.record.partitionKey());
      KeyQueue part = parts[index];
      if (part == null) {
        part = new KeyQueue("");
        parts[index] = part;
      }
      part.addLast(queued);
    }
    for (int i = 0; i < parts.length; i++) {
      KeyQueue part = parts[i];
      if (part != null && !appended(i, lanes[i].inbox().appendAll(part))) {
        throw new IllegalStateException("records were appended to lanes that are closed");
      }
    }
  }

  private boolean appended(int index, LaneInbox.Appended appended) {
    return switch (appended) {
      case QUIET -> true;
      case CLOSED -> false;
      case WAKE -> {
        workers[index].wake();
        yield true;
      }
    };
  }

  /**
   * Has the lanes drop about so many bytes of their oldest queued records, each its share of what
   * is queued. Asynchronous: their loops do it, and tell the outcomes as always.
   */
  void dropOldest(long bytes) {
    long[] queued = new long[lanes.length];
    long total = 0;
    for (int i = 0; i < lanes.length; i++) {
      queued[i] = lanes[i].inbox().queuingBytes();
      total += queued[i];
    }
    for (int i = 0; i < lanes.length; i++) {
      if (queued[i] > 0) {
        double share = Math.min(1, (double) bytes / total);
        lanes[i].inbox().askToDrop((long) Math.ceil(queued[i] * share));
        workers[i].wake();
      }
    }
  }

  /**
   * Has the lanes drop what is queued and was logged before this. Asynchronous. What is in flight
   * ends with its answer, and is not sent again.
   */
  void dropBefore(long sequence) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i].inbox().askToDropBefore(sequence);
      workers[i].wake();
    }
  }

  /** The hash is mixed once more: lanes and the lanes' hash maps should not use the same bits. */
  private int laneOf(String partitionKey) {
    int mixed = partitionKey.hashCode() * 0x9E3779B9;
    return Math.floorMod(mixed >>> 8, lanes.length);
  }

  void wakeAll() {
    for (LoopDriver.Worker worker : workers) {
      worker.wake();
    }
  }

  /** From here on no lane takes records, and none begins another request. May be repeated. */
  void close() {
    if (!closed) {
      closed = true;
      closedNanos = nanos.getAsLong();
    }
    for (Lane lane : lanes) {
      lane.inbox().close();
    }
    for (LoopDriver.Worker worker : workers) {
      worker.stop();
    }
    if (healthWorker != null) {
      healthWorker.stop();
    }
  }

  /** After {@link #close}: waits for the requests in flight, then closes the delivery. */
  void join() {
    long untilNanos = closedNanos + STOP_GRACE.toNanos();
    for (LoopDriver.Worker worker : workers) {
      Workers.join(worker, Duration.ofNanos(Math.max(0, untilNanos - nanos.getAsLong())));
    }
    for (LaneLoop loop : loops) {
      loop.finish(untilNanos);
    }
    if (healthWorker != null) {
      Workers.join(healthWorker, Duration.ZERO);
    }
    delivery.close();
  }

  /**
   * After {@link #join}: takes all records out, about in the order in which they came, and for each
   * key exactly so.
   */
  void drainTo(Consumer<QueuedRecord> records) {
    PriorityQueue<KeyQueue> left = new PriorityQueue<>(lanes.length, BY_AGE_OF_HEAD);
    for (Lane lane : lanes) {
      KeyQueue part = new KeyQueue("");
      lane.drainTo(part::addLast);
      if (!part.isEmpty()) {
        left.add(part);
      }
    }
    for (KeyQueue next = left.poll(); next != null; next = left.poll()) {
      QueuedRecord head = next.removeFirst();
      if (head != null) {
        records.accept(head);
      }
      if (!next.isEmpty()) {
        left.add(next);
      }
    }
  }

  void addTo(OutcomeLedger sum) {
    for (Lane lane : lanes) {
      lane.inbox().addTo(sum);
    }
  }

  /** What is only true at this moment is left out once the set is closed. */
  void addTo(StatisticsSum sum) {
    statistics.addTo(sum);
    if (!closed) {
      for (Lane lane : lanes) {
        sum.noteOldest(lane.oldestCreatedAtMillis());
      }
      sum.noteHotKey(HotKeys.hottest(lanes, nanos.getAsLong()));
    }
  }

  void resetStatistics() {
    statistics.reset();
  }

  /** The status, unless a request that has no answer says more than the last check. */
  Health health() {
    Duration timeout = settings.healthCheckTimeout();
    long silentNanos = longestSilenceNanos();
    if (timeout == null || silentNanos <= timeout.toNanos()) {
      return HotKeys.hint(status.health(), lanes, nanos.getAsLong());
    }
    return Health.connecting(
        "a request has had no answer for "
            + Duration.ofNanos(silentNanos).toSeconds()
            + " s (health_check_timeout is "
            + timeout.toSeconds()
            + " s); its records are kept");
  }

  private long longestSilenceNanos() {
    long now = nanos.getAsLong();
    long longest = 0;
    for (LaneLoop loop : loops) {
      Long since = loop.sendingSinceNanos();
      longest = since == null ? longest : Math.max(longest, now - since);
    }
    return longest;
  }
}
