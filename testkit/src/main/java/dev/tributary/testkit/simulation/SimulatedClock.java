package dev.tributary.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of a simulated world: monotonic time, which only the scheduler moves, and the time of
 * day, which may jump. Not thread-safe.
 */
public final class SimulatedClock implements InstantSource {

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /** {@code nanoTime} may overflow at any moment on a real machine; here it soon does. */
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

  private long nanos = START;
  private Duration jumps = Duration.ZERO;

  /** Stands in for {@link System#nanoTime()}. */
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return EPOCH.plusNanos(elapsedNanos()).plus(jumps);
  }

  /** Monotonic time since the world began. */
  public long elapsedNanos() {
    return nanos - START;
  }

  /**
   * Lets time pass.
   *
   * @throws IllegalArgumentException for a negative step: monotonic time does not run backwards
   */
  public void advance(long stepNanos) {
    if (stepNanos < 0) {
      throw new IllegalArgumentException("step is " + stepNanos + " ns, must not be negative");
    }
    nanos += stepNanos;
  }

  /** Sets the time of day forward or back, as an operator or NTP does. */
  public void jump(Duration step) {
    jumps = jumps.plus(step);
  }
}
