package dev.tributary.sink;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a {@link Lane} decides: sends its requests, tells it and the status the answers. */
final class LaneLoop implements LoopDriver.Loop {

  private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);

  private final Lane lane;
  private final Delivery delivery;
  private final ActionStatus status;
  private final LongSupplier nanos;
  private volatile @Nullable Long sendingSinceNanos;

  LaneLoop(Lane lane, Delivery delivery, ActionStatus status, LongSupplier nanos) {
    this.lane = lane;
    this.delivery = delivery;
    this.status = status;
    this.nanos = nanos;
  }

  @Override
  public long runOnce(long now) throws InterruptedException {
    return switch (lane.poll(now, status.isOpen(), delivery.limits())) {
      case LaneStep.Wait(long waitNanos) -> waitNanos;
      case LaneStep.Send(Batch batch) -> {
        send(batch, now);
        yield 0;
      }
    };
  }

  private void send(Batch batch, long now) throws InterruptedException {
    sendingSinceNanos = now;
    try {
      settle(batch, checked(batch, delivery.send(batch.records())));
    } catch (InterruptedException e) {
      settle(batch, retryAll("Interrupted", "the action was stopped during a request"));
      throw e;
    } catch (RuntimeException | Error e) {
      // An Error too, such as a class that cannot be loaded: the records must not stay in flight.
      log.error("A delivery threw; its records will be sent again", e);
      settle(batch, retryAll("Unexpected", e.toString()));
    }
  }

  /** An answer that does not fit the request says nothing about any record. */
  private static BatchOutcome checked(Batch batch, BatchOutcome outcome) {
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

  private void settle(Batch batch, BatchOutcome outcome) {
    sendingSinceNanos = null;
    lane.answered(batch, outcome, nanos.getAsLong());
    status.answered(outcome, lane.failuresInRow());
  }

  /** When the request in flight was sent, or null if there is none. Any thread. */
  @Nullable Long sendingSinceNanos() {
    return sendingSinceNanos;
  }
}
