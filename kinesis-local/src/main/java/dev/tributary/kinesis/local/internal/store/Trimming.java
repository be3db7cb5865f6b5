package dev.tributary.kinesis.local.internal.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the oldest records of all streams when the budget is exceeded, with a warning. */
final class Trimming {
  private static final Logger LOG = LoggerFactory.getLogger(Trimming.class);
  private static final long WARNING_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

  /** Trimming frees this share of the budget at once, so that it is not paid for at each record. */
  private static final int SHARE = 64;

  private final StoreBudget budget;
  private final InstantSource clock;
  private final Collection<Stream> streams;
  private final AtomicBoolean running = new AtomicBoolean();
  private long trimmed; // guarded by running, like the next
  private long warnedMillis = Long.MIN_VALUE;

  /**
   * @param streams as they are when they are looked at
   */
  Trimming(StoreBudget budget, InstantSource clock, Collection<Stream> streams) {
    this.budget = budget;
    this.clock = clock;
    this.streams = streams;
  }

  void run() {
    // One thread trims; the others would only look for the same shard. They may store meanwhile,
    // which the loop sees.
    if (!budget.isExceeded() || !running.compareAndSet(false, true)) {
      return;
    }
    try {
      while (budget.isExceeded() && trimOldestShard()) {}
      warn();
    } catch (StoreException e) {
      LOG.debug("records are trimmed later: {}", e.toString());
    } finally {
      running.set(false);
    }
  }

  private boolean trimOldestShard() {
    Shard oldest = null;
    long oldestMillis = Long.MAX_VALUE;
    for (Stream stream : streams) {
      for (Shard shard : stream.shards()) {
        long arrival = shard.oldestArrivalMillis();
        if (arrival < oldestMillis) {
          oldest = shard;
          oldestMillis = arrival;
        }
      }
    }
    if (oldest == null) {
      return false;
    }
    trimmed += oldest.trimOldest(budget.bytesMax() / SHARE);
    return true;
  }

  private void warn() {
    long now = clock.millis();
    if (warnedMillis == Long.MIN_VALUE || now - warnedMillis >= WARNING_EVERY_MILLIS) {
      warnedMillis = now;
      LOG.warn(
          "local Kinesis holds its maximum of {} bytes: {} records were trimmed before their"
              + " stream's retention was over; a larger limit keeps them longer",
          budget.bytesMax(),
          trimmed);
      trimmed = 0;
    }
  }
}
