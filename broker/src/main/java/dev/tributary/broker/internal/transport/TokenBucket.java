package dev.tributary.broker.internal.transport;

import dev.tributary.broker.RateLimit;

/**
 * A rate: what is taken comes back with time. More may be taken than is there, for what has come
 * cannot be made undone; then the wait is longer. For one thread.
 */
final class TokenBucket {

  private final double perNano;
  private final double most;
  private double tokens;
  private long atNanos;

  TokenBucket(RateLimit limit, long nowNanos) {
    perNano = (double) limit.amount() / limit.period().toNanos();
    most = (double) limit.amount() + limit.burst();
    tokens = most;
    atNanos = nowNanos;
  }

  void take(long amount, long nowNanos) {
    refill(nowNanos);
    tokens -= amount;
  }

  /** How long until there is one again; 0 if there is. */
  long waitNanos(long nowNanos) {
    refill(nowNanos);
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
  }

  private void refill(long nowNanos) {
    tokens = Math.min(most, tokens + (nowNanos - atNanos) * perNano);
    atNanos = nowNanos;
  }
}
