package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.protocol.Will;
import org.jspecify.annotations.Nullable;

/**
 * How a client went.
 *
 * @param sessionExpirySeconds how long its session stays, 0xFFFFFFFF for ever
 * @param will published when its delay is over or the session ends; null if none is due
 */
public record Departure(long atNanos, long sessionExpirySeconds, @Nullable Will will) {

  /** A session that does not expire (MQTT 5, 3.1.2.11.2). */
  static final long FOR_EVER = 0xFFFF_FFFFL;

  private static final long NANOS = 1_000_000_000L;

  Departure withoutWill() {
    return new Departure(atNanos, sessionExpirySeconds, null);
  }

  boolean isSessionOver(long nowNanos) {
    return sessionExpirySeconds != FOR_EVER && nowNanos - atNanos >= sessionExpirySeconds * NANOS;
  }

  boolean isWillDue(long nowNanos) {
    return will != null && nowNanos - atNanos >= will.delaySeconds() * NANOS;
  }

  /** When the will is due or the session ends, or {@link Resident#NONE}. */
  long nextDeadline() {
    long next =
        sessionExpirySeconds == FOR_EVER ? Resident.NONE : atNanos + sessionExpirySeconds * NANOS;
    return will == null ? next : Math.min(next, atNanos + will.delaySeconds() * NANOS);
  }
}
