package dev.tributary.kinesis.local.internal.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of request bodies that are in memory, over all connections. Thread-safe. */
final class BodyBudget {
  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  BodyBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** False, and nothing is taken, when there is no room. */
  boolean take(long count) {
    if (bytes.addAndGet(count) > bytesMax) {
      bytes.addAndGet(-count);
      return false;
    }
    return true;
  }

  void giveBack(long count) {
    bytes.addAndGet(-count);
  }
}
