package dev.tributary.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it. Any thread may read it and any may advance it.
 */
public final class TestClock implements InstantSource {
  private final Instant origin;
  private final AtomicLong elapsedNanos = new AtomicLong();

  public TestClock() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  public TestClock(Instant origin) {
    this.origin = origin;
  }

  @Override
  public Instant instant() {
    return origin.plusNanos(elapsedNanos.get());
  }

  /** Stands in for {@link System#nanoTime()}: starts at 0 and moves with {@link #advance}. */
  public long nanoTime() {
    return elapsedNanos.get();
  }

  /** Throws {@link IllegalArgumentException} for a negative step: time does not run backwards. */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("step is " + step + ", must not be negative");
    }
    elapsedNanos.addAndGet(step.toNanos());
  }
}
