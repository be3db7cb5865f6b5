package dev.tributary.sink;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The buffered records of one lane: a queue per key, and the order in which keys have their turn. A
 * key is in exactly one {@link KeyQueue.Place}, and it has no entry once it has neither records nor
 * a request in flight. Owned by the lane's loop.
 */
final class KeyQueues {

  private final Map<String, KeyQueue> keys = new HashMap<>();
  private final ArrayDeque<KeyQueue> ready = new ArrayDeque<>();
  private final PriorityQueue<KeyQueue> delayed =
      new PriorityQueue<>(Comparator.comparingLong(key -> key.dueNanos));
  private int readyRecords;
  private long readyBytes;

  void add(QueuedRecord queued) {
    String name = queued.record.partitionKey();
    KeyQueue key = keys.get(name);
    if (key == null) {
      key = new KeyQueue(name);
      keys.put(name, key);
      ready.addLast(key);
    }
    key.addLast(queued);
    if (key.place == KeyQueue.Place.READY) {
      readyRecords++;
      readyBytes += queued.bytes;
    }
  }

  int readyKeys() {
    return ready.size();
  }

  int readyRecords() {
    return readyRecords;
  }

  long readyBytes() {
    return readyBytes;
  }

  /** The oldest record of the key whose turn is next. */
  @Nullable QueuedRecord nextRecord() {
    KeyQueue next = ready.peekFirst();
    return next == null ? null : next.head();
  }

  /** The key that waits least, or null if none waits. */
  @Nullable KeyQueue nextDelayed() {
    return delayed.peek();
  }

  /** Takes the next request's records out of the queues. Their keys are then in flight. */
  Batch cut(int recordsMax, long bytesMax, Ordering ordering) {
    Batch batch = new Batch();
    int perKey = ordering == Ordering.STRICT ? 1 : recordsMax;
    while (batch.size() < recordsMax) {
      KeyQueue key = ready.peekFirst();
      if (key == null || !take(key, Math.min(perKey, recordsMax - batch.size()), bytesMax, batch)) {
        break;
      }
    }
    return batch;
  }

  /** False if not even the key's first record had room. */
  private boolean take(KeyQueue key, int recordsMax, long bytesMax, Batch batch) {
    int taken = 0;
    QueuedRecord head = key.head();
    while (head != null && taken < recordsMax && fits(head, bytesMax, batch)) {
      if (taken == 0) {
        leaveReady(key);
      }
      key.removeFirst();
      batch.add(key, head);
      taken++;
      head = key.head();
    }
    return taken > 0;
  }

  private static boolean fits(QueuedRecord record, long bytesMax, Batch batch) {
    return batch.size() == 0 || batch.bytes() + record.bytes <= bytesMax;
  }

  private void leaveReady(KeyQueue key) {
    ready.removeFirst();
    key.place = KeyQueue.Place.IN_FLIGHT;
    readyRecords -= key.records;
    readyBytes -= key.bytes;
  }

  /** The key's request was answered and what is left of it may go on after the others. */
  void resumeLast(KeyQueue key) {
    key.attempts = 0;
    if (!forgetIfEmpty(key)) {
      enterReady(key);
      ready.addLast(key);
    }
  }

  /** The key's request did not count; its records are the next to be sent. */
  void resumeFirst(KeyQueue key) {
    if (!forgetIfEmpty(key)) {
      enterReady(key);
      ready.addFirst(key);
    }
  }

  /** The key's head is not sent again before {@code dueNanos}. */
  void delay(KeyQueue key, long dueNanos) {
    if (!forgetIfEmpty(key)) {
      key.place = KeyQueue.Place.DELAYED;
      key.dueNanos = dueNanos;
      delayed.add(key);
    }
  }

  /** Keys that have waited long enough have their turn before all others. */
  void promoteDue(long nowNanos) {
    KeyQueue next = delayed.peek();
    while (next != null && next.dueNanos - nowNanos <= 0) {
      delayed.remove();
      enterReady(next);
      ready.addFirst(next);
      next = delayed.peek();
    }
  }

  private void enterReady(KeyQueue key) {
    key.place = KeyQueue.Place.READY;
    readyRecords += key.records;
    readyBytes += key.bytes;
  }

  private boolean forgetIfEmpty(KeyQueue key) {
    if (key.isEmpty()) {
      keys.remove(key.key);
      return true;
    }
    return false;
  }

  /**
   * Removes the records submitted at or before {@code cutoffNanos}, keys in flight included (their
   * records in flight are not here).
   *
   * @return when the oldest record left was submitted, or null if none is left
   */
  @Nullable Long removeSubmittedUntil(long cutoffNanos, Consumer<QueuedRecord> removed) {
    Long oldest = null;
    Iterator<KeyQueue> all = keys.values().iterator();
    while (all.hasNext()) {
      KeyQueue key = all.next();
      removeFrom(key, cutoffNanos, removed);
      QueuedRecord head = key.head();
      if (head != null) {
        oldest = oldest == null ? head.submittedNanos : earlier(oldest, head.submittedNanos);
      } else if (key.place != KeyQueue.Place.IN_FLIGHT) {
        all.remove();
      }
    }
    ready.removeIf(KeyQueue::isEmpty);
    delayed.removeIf(KeyQueue::isEmpty);
    return oldest;
  }

  private void removeFrom(KeyQueue key, long cutoffNanos, Consumer<QueuedRecord> removed) {
    QueuedRecord head = key.head();
    while (head != null && head.submittedNanos - cutoffNanos <= 0) {
      key.removeFirst();
      if (key.place == KeyQueue.Place.READY) {
        readyRecords--;
        readyBytes -= head.bytes;
      }
      removed.accept(head);
      head = key.head();
    }
  }

  /** Takes everything out, key by key in order. */
  void drainTo(Consumer<QueuedRecord> records) {
    for (KeyQueue key : keys.values()) {
      QueuedRecord head = key.removeFirst();
      while (head != null) {
        records.accept(head);
        head = key.removeFirst();
      }
    }
    keys.clear();
    ready.clear();
    delayed.clear();
    readyRecords = 0;
    readyBytes = 0;
  }

  private static long earlier(long a, long b) {
    return a - b <= 0 ? a : b;
  }
}
