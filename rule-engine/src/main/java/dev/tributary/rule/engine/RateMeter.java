package dev.tributary.rule.engine;

/**
 * Events a second, out of samples of a growing count. Samples come about once a second; those older
 * than five minutes are forgotten.
 */
final class RateMeter {
  private static final long SLOT_MILLIS = 5_000;
  private static final int SLOTS = 60;

  private final long[] times = new long[SLOTS];
  private final long[] counts = new long[SLOTS];
  private int slots;
  private int newest = -1;

  private boolean started;
  private long lastMillis;
  private long lastCount;
  private Rates rates = new Rates(0, 0, 0);

  record Rates(double now, double max, double last5m) {}

  synchronized void sample(long count, long nowMillis) {
    if (!started) {
      started = true;
      remember(count, nowMillis);
    } else if (nowMillis > lastMillis) {
      double now = perSecond(count - lastCount, nowMillis - lastMillis);
      int oldest = slots < SLOTS ? 0 : (newest + 1) % SLOTS;
      double last5m = perSecond(count - counts[oldest], nowMillis - times[oldest]);
      rates = new Rates(now, Math.max(now, rates.max), last5m);
      if (nowMillis - times[newest] >= SLOT_MILLIS) {
        remember(count, nowMillis);
      }
    }
    lastMillis = nowMillis;
    lastCount = count;
  }

  synchronized Rates rates() {
    return rates;
  }

  synchronized void reset() {
    started = false;
    slots = 0;
    newest = -1;
    rates = new Rates(0, 0, 0);
  }

  private void remember(long count, long nowMillis) {
    newest = (newest + 1) % SLOTS;
    slots = Math.min(SLOTS, slots + 1);
    times[newest] = nowMillis;
    counts[newest] = count;
  }

  private static double perSecond(long events, long millis) {
    return events * 1000.0 / millis;
  }
}
