package dev.tributary.broker.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * How a client went.
 *
 * @param will published when its delay is over or the session ends; null if none is due
 */
public record Departure(
    long atNanos, long sessionExpirySeconds, long willDelaySeconds, @Nullable Runnable will) {

  private static final long NANOS = 1_000_000_000L;

  Departure withoutWill() {
    return new Departure(atNanos, sessionExpirySeconds, 0, null);
  }

  boolean isOver(long nowNanos, long seconds) {
    return nowNanos - atNanos >= seconds * NANOS;
  }

  /** When the will is due, or the session ends. */
  long nextDeadline() {
    long seconds =
        will == null ? sessionExpirySeconds : Math.min(willDelaySeconds, sessionExpirySeconds);
    return atNanos + seconds * NANOS;
  }
}
