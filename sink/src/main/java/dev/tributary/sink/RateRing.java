package dev.tributary.sink;

/**
 * Records a second over the last five minutes. The hot path knows nothing of it: once a second the
 * runtime notes how far the {@code matched} counter has come.
 */
final class RateRing {

  private static final int SECONDS = 300;

  private final long[] counts = new long[SECONDS];
  private final long[] nanos = new long[SECONDS];
  private int next;
  private int filled;
  private double max;

  /** Notes the counter's value at this moment. */
  synchronized void note(long nowNanos, long matched) {
    counts[next] = matched;
    nanos[next] = nowNanos;
    next = (next + 1) % SECONDS;
    filled = Math.min(filled + 1, SECONDS);
    max = Math.max(max, since(2));
  }

  /** The counter has begun anew at this value. */
  synchronized void reset(long nowNanos, long matched) {
    filled = 0;
    max = 0;
    note(nowNanos, matched);
  }

  synchronized double last() {
    return since(2);
  }

  synchronized double lastFiveMinutes() {
    return since(filled);
  }

  synchronized double max() {
    return max;
  }

  /** Rate between the newest note and the one {@code notes - 1} before it. */
  private double since(int notes) {
    if (notes < 2 || filled < notes) {
      return 0;
    }
    int newest = Math.floorMod(next - 1, SECONDS);
    int older = Math.floorMod(next - notes, SECONDS);
    long elapsed = nanos[newest] - nanos[older];
    return elapsed <= 0 ? 0 : (counts[newest] - counts[older]) * 1e9 / elapsed;
  }
}
