package dev.tributary.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: before try {@code n + 1} wait a random time between
 * nothing and {@code first * 2^(n-1)}, at most {@code longest}. One per lane, for the generator is
 * not shared.
 */
final class RetryPolicy {

  private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();

  /** Full jitter may draw 0; a loop that spins helps nobody. */
  private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();

  private static final int DOUBLINGS_MAX = 20;

  private final long longestNanos;
  private final RandomGenerator random;

  RetryPolicy(Duration longest, RandomGenerator random) {
    this.longestNanos = Math.max(longest.toNanos(), SHORTEST_NANOS);
    this.random = random;
  }

  /**
   * @param failures failures in a row, from 1
   * @param atLeast what the service asked for
   */
  long delayNanos(int failures, Duration atLeast) {
    int doublings = Math.min(failures - 1, DOUBLINGS_MAX);
    long ceiling = Math.min(FIRST_NANOS << doublings, longestNanos);
    return atLeast.toNanos() + Math.max(SHORTEST_NANOS, random.nextLong(ceiling + 1));
  }
}
