package dev.tributary.kinesis.local.internal.limits;

/**
 * A token bucket that holds one second's worth and is full at first. It can go into debt: what is
 * larger than the bucket is let through when the bucket is full, and paid for afterwards. The rate
 * is given with each call, so that a bucket is two longs and nothing else. Not thread-safe.
 */
final class Bucket {
  /** Tokens are counted in thousandths, so that a millisecond refills a whole number of them. */
  private static final long SCALE = 1000;

  private static final long UNUSED = Long.MIN_VALUE;

  private long level;
  private long atMillis = UNUSED;

  /** Whether {@code tokens} can be taken now. */
  boolean has(long tokens, long perSecond, long nowMillis) {
    refill(perSecond, nowMillis);
    return level >= Math.min(tokens, perSecond) * SCALE;
  }

  /** To be called after {@link #has} only. */
  void take(long tokens) {
    level -= tokens * SCALE;
  }

  private void refill(long perSecond, long nowMillis) {
    long full = perSecond * SCALE;
    if (atMillis == UNUSED) {
      level = full;
    }
    // A clock that was set back adds nothing, but must not stop the bucket from filling.
    long elapsed = Math.max(0, nowMillis - atMillis);
    atMillis = nowMillis;
    if (elapsed > (full - level) / perSecond) {
      level = full;
    } else {
      level += elapsed * perSecond;
    }
  }
}
