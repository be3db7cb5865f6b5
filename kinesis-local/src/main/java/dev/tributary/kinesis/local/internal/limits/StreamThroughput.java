package dev.tributary.kinesis.local.internal.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * What was lately asked of a stream by control-plane calls, and written to it if it is on-demand.
 * Thread-safe; as many buckets as there are operations that are limited per stream.
 */
public final class StreamThroughput {
  private final Map<String, Bucket> calls = new HashMap<>(); // guarded by this
  private final Bucket bytes = new Bucket(); // guarded by this
  private final OnDemandDemand demand = new OnDemandDemand(); // guarded by this

  synchronized boolean call(String operation, int perSecond, long nowMillis) {
    Bucket bucket = calls.computeIfAbsent(operation, _ -> new Bucket());
    boolean has = bucket.has(1, perSecond, nowMillis);
    if (has) {
      bucket.take(1);
    }
    return has;
  }

  /** Takes a record of that size, or says false and takes nothing. */
  public synchronized boolean write(long bytesPerSecond, long size, long nowMillis) {
    boolean fits = bytes.has(size, bytesPerSecond, nowMillis);
    if (fits) {
      bytes.take(size);
    }
    return fits;
  }

  /** For a record that was taken here, and refused elsewhere. */
  public synchronized void giveBack(long size) {
    bytes.take(-size);
  }

  /**
   * Counts what a request wrote to an on-demand stream.
   *
   * @param open shards that it has
   * @return how many it is to have: more than it has only when it has to grow
   */
  public synchronized int demanded(int records, long size, int open, long nowMillis) {
    return demand.written(records, size, open, nowMillis);
  }
}
