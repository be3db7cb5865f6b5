package dev.tributary.testkit.simulation;

import dev.tributary.sink.BatchOutcome;
import org.jspecify.annotations.Nullable;

/** How a model Kinesis fails, in requests of a thousand. Changed while the world runs. */
public final class KinesisFaults {
  /** Refused as a whole, to be slower. */
  int throttled;

  /** Answered 5xx, nothing stored. */
  int failed;

  /** Connection reset before anything was stored. */
  int reset;

  /** Stored, and the answer does not arrive: the caller's time-out ends it. */
  int lost;

  /** Stored, and the answer cannot be understood, or the client breaks over it. */
  int garbled;

  /** Answered late. */
  int slow;

  /**
   * Of a thousand records: refused with InternalFailure, while others of the request are stored.
   */
  int recordsFailed;

  /** What an operator must mend; null if nothing. */
  BatchOutcome.@Nullable Hold hold;

  /** Health checks get no answer. */
  boolean silent;

  /** Nothing fails from now on. */
  public void none() {
    throttled = 0;
    failed = 0;
    reset = 0;
    lost = 0;
    garbled = 0;
    slow = 0;
    recordsFailed = 0;
    hold = null;
    silent = false;
  }

  @Override
  public String toString() {
    return ("throttled %d failed %d reset %d lost %d garbled %d slow %d of 1000 requests, %d of 1000"
            + " records, hold %s, silent %s")
        .formatted(
            throttled, failed, reset, lost, garbled, slow, recordsFailed, hold != null, silent);
  }
}
