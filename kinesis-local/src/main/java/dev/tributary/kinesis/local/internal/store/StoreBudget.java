package dev.tributary.kinesis.local.internal.store;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all shards together hold, and how many they may. Thread-safe. */
public final class StoreBudget {
  private final long bytesMax;
  private final AtomicLong used = new AtomicLong();

  public StoreBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  public long usedBytes() {
    return used.get();
  }

  public long bytesMax() {
    return bytesMax;
  }

  boolean isExceeded() {
    return used.get() > bytesMax;
  }
}
