package dev.tributary.sink;

/**
 * How fast one shard takes records. After its first refusal it is watched for half a second; then
 * it gets four fifths of what it took in that time, in records and in bytes a second. The rate
 * grows steadily as long as the shard accepts, and each later refusal cuts it again, at most once
 * in half a second. Guarded by its {@link ShardPacer}.
 */
final class ShardPace {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long WINDOW_NANOS = SECOND_NANOS / 2;
  private static final long QUIET_NANOS = 5 * SECOND_NANOS;

  /** How far requests may run ahead of the rate, so that they hold more than one record. */
  private static final long AHEAD_NANOS = SECOND_NANOS / 10;

  private static final double CUT = 0.8;

  /** Growth per second: this share of the rate, and at least the smallest rate. */
  private static final double GROWTH = 0.1;

  /** A tenth of what a Kinesis shard takes: whoever shares it with others still gets on. */
  private static final double RECORDS_MIN = 100;

  private static final double BYTES_MIN = 100_000;

  private boolean measured;
  private boolean limited;
  private double recordRate;
  private double byteRate;
  private long grownNanos;
  private long cutNanos;
  private long throttledNanos;

  /** When all that was let through will have been taken at the present rate. */
  private long busyUntilNanos;

  private long windowNanos;
  private long windowRecords;
  private long windowBytes;
  private double lastRecordRate;
  private double lastByteRate;

  ShardPace(long nowNanos) {
    windowNanos = nowNanos;
    throttledNanos = nowNanos;
    busyUntilNanos = nowNanos;
  }

  void accepted(int bytes, long nowNanos) {
    windowRecords++;
    windowBytes += bytes;
    if (limited) {
      grow(nowNanos);
    }
    roll(nowNanos);
  }

  private void grow(long nowNanos) {
    double seconds = Math.min(nowNanos - grownNanos, SECOND_NANOS) / (double) SECOND_NANOS;
    recordRate += Math.max(RECORDS_MIN, recordRate * GROWTH) * seconds;
    byteRate += Math.max(BYTES_MIN, byteRate * GROWTH) * seconds;
    grownNanos = nowNanos;
  }

  void throttled(long nowNanos) {
    throttledNanos = nowNanos;
    roll(nowNanos);
    if (!limited && measured) {
      limited = true;
      setRates(lastRecordRate, lastByteRate, nowNanos);
    } else if (limited && nowNanos - cutNanos >= WINDOW_NANOS) {
      setRates(Math.min(recordRate, lastRecordRate), Math.min(byteRate, lastByteRate), nowNanos);
    }
  }

  private void setRates(double records, double bytes, long nowNanos) {
    recordRate = Math.max(RECORDS_MIN, records * CUT);
    byteRate = Math.max(BYTES_MIN, bytes * CUT);
    cutNanos = nowNanos;
    grownNanos = nowNanos;
  }

  /** Ends the window if it is long enough. One with a pause in it says nothing of the shard. */
  private void roll(long nowNanos) {
    long elapsed = nowNanos - windowNanos;
    if (elapsed < WINDOW_NANOS) {
      return;
    }
    measured = elapsed < 2 * WINDOW_NANOS;
    double seconds = elapsed / (double) SECOND_NANOS;
    lastRecordRate = measured ? windowRecords / seconds : Double.MAX_VALUE;
    lastByteRate = measured ? windowBytes / seconds : Double.MAX_VALUE;
    windowNanos = nowNanos;
    windowRecords = 0;
    windowBytes = 0;
  }

  long tryTake(int bytes, long nowNanos) {
    if (!limited || isOver(nowNanos)) {
      return 0;
    }
    long ahead = busyUntilNanos - nowNanos;
    if (ahead > AHEAD_NANOS) {
      return ahead - AHEAD_NANOS;
    }
    busyUntilNanos = Math.max(ahead, 0) + nowNanos;
    charge(bytes);
    return 0;
  }

  void charge(int bytes) {
    if (limited) {
      double seconds = Math.max(1 / recordRate, bytes / byteRate);
      busyUntilNanos += (long) (seconds * SECOND_NANOS);
    }
  }

  boolean isOver(long nowNanos) {
    return nowNanos - throttledNanos >= QUIET_NANOS;
  }
}
