package dev.tributary.kinesis.local.internal.limits;

import java.time.Duration;

/**
 * How large an on-demand stream has to be: AWS keeps room for twice the peak that was written, and
 * needs a quarter of an hour to double. The peak is measured minute by minute. Not thread-safe.
 */
final class OnDemandDemand {
  private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long DOUBLING_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final double SHARD_BYTES_PER_SECOND = 1024.0 * 1024;
  private static final double SHARD_RECORDS_PER_SECOND = 1000;
  private static final double HEADROOM = 2;

  /** 200 MB/s, which is as far as AWS goes by itself in most regions. */
  private static final int SHARDS_MAX = 200;

  private long startMillis;
  private long grownMillis;
  private long bytes;
  private long records;

  int written(int addedRecords, long addedBytes, int open, long nowMillis) {
    if (startMillis == 0) {
      begin(nowMillis);
      grownMillis = nowMillis - DOUBLING_MILLIS;
    }
    records += addedRecords;
    bytes += addedBytes;
    long elapsed = nowMillis - startMillis;
    if (elapsed >= 0 && elapsed < MINUTE_MILLIS) {
      return open;
    }
    int wanted = wanted(Math.max(elapsed, MINUTE_MILLIS) / 1000.0);
    begin(nowMillis);
    if (wanted <= open || nowMillis - grownMillis < DOUBLING_MILLIS) {
      return open;
    }
    grownMillis = nowMillis;
    return Math.min(wanted, 2 * open);
  }

  private void begin(long nowMillis) {
    startMillis = nowMillis;
    bytes = 0;
    records = 0;
  }

  private int wanted(double seconds) {
    double full =
        Math.max(
            bytes / seconds / SHARD_BYTES_PER_SECOND, records / seconds / SHARD_RECORDS_PER_SECOND);
    return (int) Math.min(SHARDS_MAX, Math.ceil(full * HEADROOM));
  }
}
