package dev.tributary.kinesis.local.internal.store;

import java.time.Duration;

/** How long a stream's records are kept, shared by its shards. Any thread. */
final class Retention {
  private volatile long millis;

  Retention(int hours) {
    set(hours);
  }

  void set(int hours) {
    millis = Duration.ofHours(hours).toMillis();
  }

  /** What arrived before is not there any more. */
  long horizon(long nowMillis) {
    return nowMillis - millis;
  }

  long millis() {
    return millis;
  }
}
