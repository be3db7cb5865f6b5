package dev.tributary.kinesis.local.internal.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A queue with positions: appended at the end, removed at the head, read anywhere in between. A
 * position belongs to its record for ever. Not thread-safe; the shard bounds its length.
 */
final class RecordRing {
  private static final int CAPACITY_MIN = 64;

  private @Nullable StoredRecord[] slots = new @Nullable StoredRecord[CAPACITY_MIN];
  private long first;
  private long next;

  RecordRing(long first) {
    this.first = first;
    this.next = first;
  }

  /** Position of the oldest record, or {@link #next} when there is none. */
  long first() {
    return first;
  }

  /** Position that the next record will get. */
  long next() {
    return next;
  }

  boolean isEmpty() {
    return first == next;
  }

  void add(StoredRecord record) {
    if (next - first == slots.length) {
      resize(slots.length * 2);
    }
    slots[slot(next++)] = record;
  }

  StoredRecord at(long position) {
    StoredRecord record = position < first || position >= next ? null : slots[slot(position)];
    if (record == null) {
      throw new IndexOutOfBoundsException(position + " is not in [" + first + ", " + next + ")");
    }
    return record;
  }

  StoredRecord removeFirst() {
    StoredRecord record = at(first);
    slots[slot(first++)] = null;
    if (slots.length > CAPACITY_MIN && next - first < slots.length / 4) {
      resize(slots.length / 2);
    }
    return record;
  }

  /** The first position whose record arrived at {@code millis} or later; {@link #next} if none. */
  long firstSince(long millis) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).arrivalMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void resize(int capacity) {
    @Nullable StoredRecord[] grown = new @Nullable StoredRecord[capacity];
    for (long position = first; position < next; position++) {
      grown[(int) (position & (capacity - 1))] = slots[slot(position)];
    }
    Arrays.fill(slots, null);
    slots = grown;
  }

  private int slot(long position) {
    return (int) (position & (slots.length - 1));
  }
}
