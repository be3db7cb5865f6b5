package dev.tributary.testkit.simulation;

import dev.tributary.sink.SinkRecord;
import java.util.ArrayList;
import java.util.List;

/** One shard: a range of hashes, its limits a second, and what it has stored, in order. */
final class ModelShard {

  private static final long SECOND_NANOS = 1_000_000_000;

  final String id;

  /** First and last hash. */
  final long from;

  final long to;
  private final List<SinkRecord> stored = new ArrayList<>();
  private long second = Long.MIN_VALUE;
  private int recordsInSecond;
  private long bytesInSecond;

  ModelShard(int number, long from, long to) {
    this.id = "shardId-%012d".formatted(number);
    this.from = from;
    this.to = to;
  }

  boolean covers(long hash) {
    return from <= hash && hash <= to;
  }

  /** Takes of this second's throughput, if there is enough of it. */
  boolean hasThroughput(long elapsedNanos, long bytes, int recordsMax, long bytesMax) {
    long now = elapsedNanos / SECOND_NANOS;
    if (now != second) {
      second = now;
      recordsInSecond = 0;
      bytesInSecond = 0;
    }
    boolean fits =
        recordsInSecond < recordsMax && (bytesInSecond == 0 || bytesInSecond + bytes <= bytesMax);
    if (fits) {
      recordsInSecond++;
      bytesInSecond += bytes;
    }
    return fits;
  }

  /** The sequence number. */
  String store(SinkRecord record) {
    stored.add(record);
    return Integer.toString(stored.size());
  }

  List<SinkRecord> stored() {
    return List.copyOf(stored);
  }
}
