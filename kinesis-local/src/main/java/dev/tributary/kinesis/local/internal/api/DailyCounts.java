package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Stream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How often something was done to a stream within the last 24 hours. In memory: a restart forgets.
 * Bounded by the limits and the number of streams that were changed within a day. Thread-safe.
 */
final class DailyCounts {
  private static final long DAY_MILLIS = Duration.ofHours(24).toMillis();

  private final Common common;
  private final Map<Key, Deque<Long>> times = new HashMap<>();

  DailyCounts(Common common) {
    this.common = common;
  }

  /** What is counted, and Kinesis' limit of it in a rolling day. */
  enum Change {
    SHARD_COUNT("UpdateShardCount", 10),
    MODE("UpdateStreamMode", 2),
    START_ENCRYPTION("StartStreamEncryption", 25),
    STOP_ENCRYPTION("StopStreamEncryption", 25);

    private final String operation;
    private final int max;

    Change(String operation, int max) {
      this.operation = operation;
      this.max = max;
    }
  }

  private record Key(String arn, long createdMillis, Change change) {}

  /** Counts a change, unless there were too many. To be asked when nothing else is wrong. */
  synchronized void count(Stream stream, Change change) throws KinesisException {
    if (!common.countsEnforced()) {
      return;
    }
    long now = common.nowMillis();
    forget(now - DAY_MILLIS);
    Deque<Long> counted =
        times.computeIfAbsent(
            new Key(stream.arn(), stream.createdMillis(), change), _ -> new ArrayDeque<>());
    if (counted.size() >= change.max) {
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "%s can be performed %d times per stream in a rolling 24-hour period. Stream %s under"
                  .formatted(change.operation, change.max, stream.name())
              + " account %s has reached this limit.".formatted(common.accountId()));
    }
    counted.add(now);
  }

  private void forget(long beforeMillis) {
    for (Deque<Long> counted : times.values()) {
      while (!counted.isEmpty() && counted.getFirst() <= beforeMillis) {
        counted.removeFirst();
      }
    }
    times.values().removeIf(Deque::isEmpty);
  }
}
