package dev.tributary.sink;

import java.time.Duration;
import java.util.List;

/** What a service said to one request. */
public sealed interface BatchOutcome {

  /**
   * One outcome per record, in the order of the request.
   *
   * @param storedAs records of the service that carried them: fewer, if they were aggregated
   */
  record PerRecord(List<Outcome> outcomes, int storedAs) implements BatchOutcome {

    /** Each record by itself. */
    public PerRecord(List<Outcome> outcomes) {
      this(outcomes, outcomes.size());
    }
  }

  /**
   * The whole request failed in a way that time heals: throttling, 5xx, timeout, reset, DNS,
   * unknown.
   */
  record RetryAll(String errorCode, String why, Duration after) implements BatchOutcome {}

  /**
   * The whole request failed until somebody acts: stream missing, access denied, bad keys. The
   * records stay where they are and the action turns {@code disconnected}.
   */
  record Hold(String errorCode, String whatToDo) implements BatchOutcome {}

  /**
   * The service refused the request because of one of its records. The lane splits the batch until
   * it has found it.
   */
  record Invalid(String errorCode, String why) implements BatchOutcome {}
}
