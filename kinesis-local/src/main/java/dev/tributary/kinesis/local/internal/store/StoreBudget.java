package dev.tributary.kinesis.local.internal.store;

import java.util.concurrent.atomic.LongAdder;

/** How many bytes all shards together hold, and how many they may. Thread-safe. */
public final class StoreBudget {
  private final long bytesMax;

  /** Added to for every record by all threads, and looked at for every request only. */
  private final LongAdder used = new LongAdder();

  public StoreBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void add(long bytes) {
    used.add(bytes);
  }

  public long usedBytes() {
    return used.sum();
  }

  public long bytesMax() {
    return bytesMax;
  }

  boolean isExceeded() {
    return used.sum() > bytesMax;
  }
}
