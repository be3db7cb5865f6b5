package dev.tributary.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one request, in order. The records of one {@link QueuedRecord#queue} stand
 * together.
 */
final class Batch {

  private final List<QueuedRecord> queued = new ArrayList<>();
  private final List<SinkRecord> records = new ArrayList<>();
  private final int recordsMax;
  private final long cutNanos;
  private long bytes;
  private @Nullable KeyQueue longest;
  private int longestRest;

  /**
   * @param recordsMax how many would have been taken
   */
  Batch(int recordsMax, long cutNanos) {
    this.recordsMax = recordsMax;
    this.cutNanos = cutNanos;
  }

  void add(QueuedRecord record) {
    record.inFlight = true;
    queued.add(record);
    records.add(record.record);
    bytes += record.bytes;
  }

  /** The first always has room. */
  boolean hasRoom(QueuedRecord record, long bytesMax) {
    return queued.isEmpty() || bytes + record.bytes <= bytesMax;
  }

  /** Records of this queue were taken, and this many are left. */
  void noteRest(KeyQueue queue) {
    if (queue.records > longestRest) {
      longestRest = queue.records;
      longest = queue;
    }
  }

  /** The queue that had most records left when this was cut; null if none had any. */
  @Nullable KeyQueue longest() {
    return longest;
  }

  /** What is sent. */
  List<SinkRecord> records() {
    return Collections.unmodifiableList(records);
  }

  int size() {
    return queued.size();
  }

  int recordsMax() {
    return recordsMax;
  }

  long cutNanos() {
    return cutNanos;
  }

  long bytes() {
    return bytes;
  }

  QueuedRecord record(int index) {
    return queued.get(index);
  }

  /** Whether the record before it belongs to another run. */
  boolean isFirstOf(KeyQueue run, int index) {
    return index == 0 || queued.get(index - 1).queue != run;
  }

  /** Where a record of a lane is, or was before its request. */
  static KeyQueue queueOf(QueuedRecord queued) {
    KeyQueue queue = queued.queue;
    if (queue == null) {
      throw new IllegalStateException("a record is in no queue");
    }
    return queue;
  }
}
