package dev.tributary.kinesis.local.internal.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to become of a request that was performed; its body is written.
 *
 * @param status of the answer, as HTTP has it
 * @param delay how long the answer is to be held back
 * @param reset the connection is to be reset instead of answered
 * @param events what follows the body, when the answer is an event stream
 */
public record Performed(int status, Duration delay, boolean reset, Optional<Subscription> events) {
  public Performed(int status, Duration delay, boolean reset) {
    this(status, delay, reset, Optional.empty());
  }

  /** The same, held back or not answered at all. */
  Performed with(Duration delay, boolean reset) {
    return new Performed(status, delay, reset, events);
  }

  static Performed answered(int status) {
    return new Performed(status, Duration.ZERO, false);
  }
}
