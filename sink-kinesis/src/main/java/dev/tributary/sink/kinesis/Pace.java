package dev.tributary.sink.kinesis;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets through a few calls at once and then so many a second. Any thread. */
final class Pace {

  private final long intervalNanos;
  private final long burstNanos;
  private final LongSupplier nanos;
  private long nextNanos;

  Pace(int perSecond, int burst, LongSupplier nanos) {
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.burstNanos = intervalNanos * burst;
    this.nanos = nanos;
    this.nextNanos = nanos.getAsLong() - burstNanos;
  }

  /** Takes the next turn; returns how long to wait for it, in nanoseconds. */
  synchronized long take() {
    long now = nanos.getAsLong();
    long turn = nextNanos - (now - burstNanos) < 0 ? now - burstNanos : nextNanos;
    nextNanos = turn + intervalNanos;
    return Math.max(0, nextNanos - now);
  }

  /** Blocks until it is the caller's turn. */
  void await() throws InterruptedException {
    long wait = take();
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait));
    }
  }
}
