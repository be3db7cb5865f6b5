package dev.tributary.broker;

import java.time.Duration;

/**
 * So much per time, such as {@code 1000/s} or {@code 1MB/s}, with a reserve for bursts.
 *
 * @param amount per {@code period}, at least 1
 * @param burst what may come at once beyond the steady rate after a pause; at least 0
 */
public record RateLimit(long amount, Duration period, long burst) {

  public RateLimit {
    if (amount < 1) {
      throw new IllegalArgumentException("rate " + amount + ": must be at least 1");
    }
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("period " + period + ": must be longer than 0s");
    }
    if (burst < 0) {
      throw new IllegalArgumentException("burst " + burst + ": must not be negative");
    }
  }
}
