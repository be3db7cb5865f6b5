package dev.tributary.management.internal.pipeline;

import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for the first check of what was just started, so that the answer shows a real status. */
final class FirstCheck {

  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private FirstCheck() {}

  /** The health once it is not {@code connecting}, or at the end of the patience. */
  static Health await(Supplier<Health> health, Duration patience) {
    long start = System.nanoTime();
    Health now = health.get();
    while (now.status() == ResourceStatus.CONNECTING
        && System.nanoTime() - start < patience.toNanos()
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      now = health.get();
    }
    return now;
  }
}
