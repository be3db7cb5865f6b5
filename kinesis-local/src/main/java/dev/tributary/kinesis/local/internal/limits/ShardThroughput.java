package dev.tributary.kinesis.local.internal.limits;

import dev.tributary.kinesis.local.KinesisLimits;

/**
 * What was lately written to a shard and read from it, held against limits that are given with each
 * call. Thread-safe; its lock is held for a few additions.
 */
public final class ShardThroughput {
  private static final long UNLIMITED = 0;

  // All is guarded by this.
  private final Bucket records = new Bucket();
  private final Bucket bytes = new Bucket();
  private final Bucket reads = new Bucket();
  private final Bucket iterators = new Bucket();
  private final ReadWindow readBytes = new ReadWindow();
  private long writtenBytes;

  /** Takes a record of that size, or says false and takes nothing. */
  public synchronized boolean write(KinesisLimits limits, long size, long nowMillis) {
    long recordsMax = limits.shardRecordsPerSecond();
    long bytesMax = limits.shardBytesPerSecond();
    boolean fits =
        (recordsMax == UNLIMITED || records.has(1, recordsMax, nowMillis))
            && (bytesMax == UNLIMITED || bytes.has(size, bytesMax, nowMillis));
    if (fits) {
      records.take(recordsMax == UNLIMITED ? 0 : 1);
      bytes.take(bytesMax == UNLIMITED ? 0 : size);
      writtenBytes += size;
    }
    return fits;
  }

  /** Whether a GetRecords is let through. What it reads is told by {@link #wasRead}. */
  public synchronized boolean read(KinesisLimits limits, long nowMillis) {
    long callsMax = limits.shardReadCallsPerSecond();
    long bytesMax = limits.shardReadBytesPerSecond();
    if (bytesMax != UNLIMITED && !readBytes.isOpen(bytesMax, nowMillis)) {
      return false;
    }
    return callsMax == UNLIMITED || take(reads, callsMax, nowMillis);
  }

  public synchronized void wasRead(KinesisLimits limits, long size) {
    if (limits.shardReadBytesPerSecond() != UNLIMITED) {
      readBytes.add(size);
    }
  }

  /** Whether a GetShardIterator is let through. */
  public synchronized boolean iterator(int perSecond, long nowMillis) {
    return take(iterators, perSecond, nowMillis);
  }

  private static boolean take(Bucket bucket, long perSecond, long nowMillis) {
    boolean has = bucket.has(1, perSecond, nowMillis);
    if (has) {
      bucket.take(1);
    }
    return has;
  }

  /** Since this process knows the shard. */
  public synchronized long writtenBytes() {
    return writtenBytes;
  }
}
