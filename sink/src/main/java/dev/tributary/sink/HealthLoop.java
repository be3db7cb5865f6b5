package dev.tributary.sink;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Checks one connector or action again and again, and tells its status. */
final class HealthLoop implements LoopDriver.Loop {

  /**
   * @param interval between checks while connected
   * @param jitter added to it at random
   * @param intervalUnlessConnected between checks at other times
   * @param timeout of one check; null is infinity
   */
  record Timing(
      Duration interval,
      Duration jitter,
      Duration intervalUnlessConnected,
      @Nullable Duration timeout) {}

  /** A check that never ends would leave its thread for ever: infinity is an hour. */
  private static final Duration INFINITY = Duration.ofHours(1);

  private final Callable<Health> check;
  private final ActionStatus status;
  private final Timing timing;
  private final LoopDriver driver;
  private final RandomGenerator random;
  private final LongSupplier nanos;
  private long nextNanos;

  HealthLoop(
      Callable<Health> check, ActionStatus status, Timing timing, SinkEnvironment environment) {
    this.check = check;
    this.status = status;
    this.timing = timing;
    this.driver = environment.driver();
    this.random = environment.randoms().get();
    this.nanos = environment.nanos();
    this.nextNanos = nanos.getAsLong();
  }

  /**
   * Before the loop is started: one check now, unless it takes longer than {@code timeout}. An
   * interrupt only ends the waiting.
   */
  void checkFirst(Duration timeout) {
    if (!timeout.isPositive()) {
      return;
    }
    try {
      checkWithin(timeout);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long runOnce(long now) throws InterruptedException {
    if (now - nextNanos >= 0) {
      Duration timeout = timing.timeout();
      checkWithin(timeout == null ? INFINITY : timeout);
    }
    return Math.max(0, nextNanos - nanos.getAsLong());
  }

  private void checkWithin(Duration timeout) throws InterruptedException {
    Health found = driver.bounded(check, timeout);
    status.checked(found);
    nextNanos = nanos.getAsLong() + pause(found).toNanos();
  }

  private Duration pause(Health found) {
    return switch (found.status()) {
      case CONNECTED -> timing.interval().plusNanos(random.nextLong(timing.jitter().toNanos() + 1));
      case CONNECTING, DISCONNECTED, STOPPED, INCONSISTENT -> timing.intervalUnlessConnected();
    };
  }
}
