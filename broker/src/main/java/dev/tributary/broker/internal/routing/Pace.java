package dev.tributary.broker.internal.routing;

import dev.tributary.broker.RateLimit;

/**
 * Lets so much pass per time: after a pause as much as one period and the burst allow at once, then
 * evenly. For one thread at a time.
 */
final class Pace {

  private final RateLimit limit;
  private final double nanosEach;
  private final double reserveNanos;

  /** When all that has passed would have passed evenly. */
  private double evenNanos;

  private boolean isBegun;

  Pace(RateLimit limit) {
    this.limit = limit;
    this.nanosEach = (double) limit.period().toNanos() / limit.amount();
    this.reserveNanos = nanosEach * ((double) limit.amount() + limit.burst());
  }

  RateLimit limit() {
    return limit;
  }

  /** When one more may pass: not after now if it may now. */
  long nextAt(long nowNanos) {
    double even = even(nowNanos);
    return nowNanos + (long) Math.ceil(Math.max(0, even + nanosEach - reserveNanos - nowNanos));
  }

  boolean isOpen(long nowNanos) {
    return nextAt(nowNanos) == nowNanos;
  }

  /** One passes. */
  void take(long nowNanos) {
    evenNanos = even(nowNanos) + nanosEach;
    isBegun = true;
  }

  private double even(long nowNanos) {
    return isBegun ? Math.max(evenNanos, (double) nowNanos) : (double) nowNanos;
  }
}
