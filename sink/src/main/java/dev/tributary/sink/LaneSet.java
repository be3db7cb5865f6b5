package dev.tributary.sink;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a running action, with the delivery, status and checks that belong to them. Made
 * anew whenever settings or connector change: the records move from the old set to the new one.
 */
final class LaneSet {

  /** A request that is still unanswered when its action stops is interrupted after this. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

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
  private LoopDriver.@Nullable Worker healthWorker;
  private boolean closed;
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
    int count = settings.lanes();
    this.lanes = new Lane[count];
    this.loops = new LaneLoop[count];
    this.workers = new LoopDriver.Worker[count];
    for (int i = 0; i < count; i++) {
      RetryPolicy retry = new RetryPolicy(settings.resumeInterval(), environment.randoms().get());
      lanes[i] = new Lane(LaneSettings.of(settings), new LaneInbox(), retry, ended);
      loops[i] = new LaneLoop(lanes[i], delivery, status, nanos);
    }
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
    return switch (lanes[index].inbox().append(queued)) {
      case QUIET -> true;
      case CLOSED -> false;
      case WAKE -> {
        workers[index].wake();
        yield true;
      }
    };
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
    for (LoopDriver.Worker worker : workers) {
      long left = closedNanos + STOP_GRACE.toNanos() - nanos.getAsLong();
      Workers.join(worker, Duration.ofNanos(Math.max(0, left)));
    }
    if (healthWorker != null) {
      Workers.join(healthWorker, Duration.ZERO);
    }
    delivery.close();
  }

  /** After {@link #join}: takes all records out, in order per key. */
  void drainTo(Consumer<QueuedRecord> records) {
    for (Lane lane : lanes) {
      lane.drainTo(records);
    }
  }

  void addTo(OutcomeLedger sum) {
    for (Lane lane : lanes) {
      lane.inbox().addTo(sum);
    }
  }

  /** The status, unless a request that has no answer says more than the last check. */
  Health health() {
    Duration timeout = settings.healthCheckTimeout();
    long silentNanos = longestSilenceNanos();
    if (timeout == null || silentNanos <= timeout.toNanos()) {
      return status.health();
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
