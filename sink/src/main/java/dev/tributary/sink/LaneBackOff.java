package dev.tributary.sink;

import java.time.Duration;

/**
 * How a lane waits after requests that failed as a whole. What was under way when it began to wait
 * tells nothing new: it neither counts as another failure nor ends the waiting. Owned by the lane's
 * loop.
 */
final class LaneBackOff {

  private final RetryPolicy retry;
  private int failuresInRow;
  private long failedNanos;
  private long againNanos;

  LaneBackOff(RetryPolicy retry) {
    this.retry = retry;
  }

  /** Requests in a row that failed as a whole. */
  int failuresInRow() {
    return failuresInRow;
  }

  boolean isOn() {
    return failuresInRow > 0;
  }

  /** Nanoseconds until the next request may be sent; 0 or less is now. */
  long waitNanos(long nowNanos) {
    return isOn() ? againNanos - nowNanos : 0;
  }

  void failed(Batch batch, Duration after, long nowNanos) {
    if (tellsNothingNew(batch)) {
      long asked = nowNanos + after.toNanos();
      againNanos = asked - againNanos > 0 ? asked : againNanos;
      return;
    }
    failuresInRow++;
    failedNanos = nowNanos;
    againNanos = nowNanos + retry.delayNanos(failuresInRow, after);
  }

  void succeeded(Batch batch) {
    if (!tellsNothingNew(batch)) {
      failuresInRow = 0;
    }
  }

  private boolean tellsNothingNew(Batch batch) {
    return isOn() && batch.cutNanos() - failedNanos <= 0;
  }
}
