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

  /**
   * An error answer.
   *
   * @param status of HTTP
   * @param code name of the error; empty for an answer without a body
   */
  public record Failure(int status, Optional<String> code, String message) {}
}
