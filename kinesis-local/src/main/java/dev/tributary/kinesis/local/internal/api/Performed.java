package dev.tributary.kinesis.local.internal.api;

import java.time.Duration;

/**
 * What is to become of a request that was performed; its body is written.
 *
 * @param status of the answer, as HTTP has it
 * @param delay how long the answer is to be held back
 * @param reset the connection is to be reset instead of answered
 */
public record Performed(int status, Duration delay, boolean reset) {
  static Performed answered(int status) {
    return new Performed(status, Duration.ZERO, false);
  }
}
