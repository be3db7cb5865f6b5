package dev.tributary.kinesis.local.internal.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to be done to a request.
 *
 * @param delay how long its answer is held back
 * @param failure it is answered with instead of being performed
 * @param reset whether its connection is reset, and when
 */
public record Decision(Duration delay, Optional<Failure> failure, Reset reset) {
  public static final Decision NOTHING = new Decision(Duration.ZERO, Optional.empty(), Reset.NONE);

  /** When a connection is reset: the client cannot tell one from the other. */
  public enum Reset {
    NONE,
    BEFORE_PERFORMING,
    AFTER_PERFORMING
  }

  static Decision failing(Failure failure) {
    return new Decision(Duration.ZERO, Optional.of(failure), Reset.NONE);
  }

  static Decision resetting(Reset reset) {
    return new Decision(Duration.ZERO, Optional.empty(), reset);
  }

  /**
   * An error answer.
   *
   * @param status of HTTP
   * @param code name of the error; empty for an answer without a body
   */
  public record Failure(int status, Optional<String> code, String message) {
    private static final int BAD_REQUEST = 400;

    /** A shard that is full, really or by a rule. */
    public static Failure throughputExceeded(String message) {
      return new Failure(BAD_REQUEST, Optional.of(AwsErrors.THROUGHPUT_EXCEEDED), message);
    }
  }
}
