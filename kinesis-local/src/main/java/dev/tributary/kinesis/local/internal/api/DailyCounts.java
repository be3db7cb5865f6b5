package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.DailyChange;
import dev.tributary.kinesis.local.internal.store.Stream;

/** Refuses what was done to a stream too often within the last 24 hours. Thread-safe. */
final class DailyCounts {
  private final Common common;

  DailyCounts(Common common) {
    this.common = common;
  }

  /** Counts a change, unless there were too many. To be asked when nothing else is wrong. */
  void count(Stream stream, DailyChange change) throws KinesisException {
    if (common.countsEnforced() && !common.directory().count(stream, change)) {
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "%s can be performed %d times per stream in a rolling 24-hour period. Stream %s under"
                  .formatted(change.operation(), change.max(), stream.name())
              + " account %s has reached this limit.".formatted(common.accountId()));
    }
  }
}
