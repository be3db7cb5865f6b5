package dev.tributary.config;

import java.time.Duration;

/**
 * So much per time.
 *
 * @param amount at least 1
 * @param period longer than nothing
 */
public record Rate(long amount, Duration period) {

  public Rate {
    if (amount < 1) {
      throw new IllegalArgumentException("must be at least 1");
    }
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("the time must be longer than 0");
    }
  }
}
