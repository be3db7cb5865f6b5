package dev.tributary.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The records of one request, in order, each with the queue it came from. The records of one key
 * stand together.
 */
final class Batch {

  private final List<QueuedRecord> queued = new ArrayList<>();
  private final List<SinkRecord> records = new ArrayList<>();
  private final List<KeyQueue> keys = new ArrayList<>();
  private long bytes;

  void add(KeyQueue key, QueuedRecord record) {
    keys.add(key);
    queued.add(record);
    records.add(record.record);
    bytes += record.bytes;
  }

  /** What is sent. */
  List<SinkRecord> records() {
    return Collections.unmodifiableList(records);
  }

  int size() {
    return queued.size();
  }

  long bytes() {
    return bytes;
  }

  QueuedRecord record(int index) {
    return queued.get(index);
  }

  KeyQueue key(int index) {
    return keys.get(index);
  }

  boolean isFirstOfKey(int index) {
    return index == 0 || keys.get(index - 1) != keys.get(index);
  }
}
