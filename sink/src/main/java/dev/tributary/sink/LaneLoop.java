package dev.tributary.sink;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a {@link Lane} decides: begins its requests, and tells it, the status and the
 * statistics the answers. Answers come in on any thread and wait here for the loop, which alone
 * touches the lane.
 */
final class LaneLoop implements LoopDriver.Loop {

  private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);

  private final String name;
  private final Lane lane;
  private final Delivery delivery;
  private final ActionStatus status;
  private final LaneStatistics statistics;
  private final LoopDriver driver;
  private final LongSupplier nanos;
  private final Runnable wake;
  private final Queue<Request> answered = new ConcurrentLinkedQueue<>();
  private final Set<Request> inFlight = new LinkedHashSet<>();
  private volatile @Nullable Request oldest;

  /**
   * @param name of its requests, for thread dumps
   * @param wake has {@link #runOnce} called soon; any thread
   */
  LaneLoop(
      String name,
      Lane lane,
      Delivery delivery,
      ActionStatus status,
      LaneStatistics statistics,
      SinkEnvironment environment,
      Runnable wake) {
    this.name = name;
    this.lane = lane;
    this.delivery = delivery;
    this.status = status;
    this.statistics = statistics;
    this.driver = environment.driver();
    this.nanos = environment.nanos();
    this.wake = wake;
  }

  @Override
  public long runOnce(long now) {
    settleAnswers();
    return switch (lane.poll(now, status.isOpen(), delivery.limits())) {
      case LaneStep.Wait(long waitNanos) -> waitNanos;
      case LaneStep.Send(Batch batch) -> {
        begin(batch);
        yield 0;
      }
    };
  }

  private void begin(Batch batch) {
    Request request = new Request(batch);
    inFlight.add(request);
    noteOldest();
    try {
      request.call = driver.exchange(name, request);
    } catch (RuntimeException | Error e) {
      log.error("A request could not be begun; its records will be sent again", e);
      request.answered(retryAll("Unexpected", e.toString()));
    }
  }

  private void settleAnswers() {
    for (Request next = answered.poll(); next != null; next = answered.poll()) {
      if (inFlight.remove(next)) {
        noteOldest();
        settle(next);
      }
    }
  }

  private void settle(Request request) {
    Batch batch = request.batch;
    BatchOutcome outcome = checked(batch, request.outcome);
    statistics.answered(batch, outcome, request.answeredNanos - request.sinceNanos);
    lane.answered(batch, outcome, nanos.getAsLong());
    status.answered(outcome, lane.failuresInRow());
  }

  /** An answer that does not fit the request says nothing about any record. */
  private static BatchOutcome checked(Batch batch, @Nullable BatchOutcome outcome) {
    if (outcome == null) {
      return retryAll("MalformedAnswer", "there is no answer");
    }
    if (outcome instanceof BatchOutcome.PerRecord(var outcomes, int _)
        && outcomes.size() != batch.size()) {
      return retryAll(
          "MalformedAnswer",
          "the answer has " + outcomes.size() + " outcomes for " + batch.size() + " records");
    }
    return outcome;
  }

  private static BatchOutcome retryAll(String code, String why) {
    return new BatchOutcome.RetryAll(code, why, Duration.ZERO);
  }

  /**
   * After the loop has ended: waits for the requests in flight and settles them.
   *
   * @param untilNanos when a request that has no answer yet is interrupted
   */
  void finish(long untilNanos) {
    for (Request request : inFlight) {
      LoopDriver.Call call = request.call;
      if (call != null) {
        long left = untilNanos - nanos.getAsLong();
        Workers.join(call, Duration.ofNanos(Math.max(0, left)));
      }
    }
    settleAnswers();
  }

  private void noteOldest() {
    oldest = inFlight.isEmpty() ? null : inFlight.iterator().next();
  }

  /** When the oldest request in flight was sent, or null if there is none. Any thread. */
  @Nullable Long sendingSinceNanos() {
    Request request = oldest;
    return request == null ? null : request.sinceNanos;
  }

  /** One request in flight. */
  private final class Request implements LoopDriver.Exchange {

    private final Batch batch;
    private final long sinceNanos = nanos.getAsLong();

    /** These two are written before the request is put into {@link #answered}. */
    private @Nullable BatchOutcome outcome;

    private long answeredNanos;
    private LoopDriver.@Nullable Call call;

    Request(Batch batch) {
      this.batch = batch;
    }

    @Override
    public BatchOutcome send() throws InterruptedException {
      return delivery.send(batch.records());
    }

    @Override
    public void answered(BatchOutcome outcome) {
      this.outcome = outcome;
      this.answeredNanos = nanos.getAsLong();
      answered.add(this);
      wake.run();
    }
  }
}
