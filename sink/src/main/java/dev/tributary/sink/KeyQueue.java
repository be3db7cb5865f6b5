package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/** The records of one partition key, oldest first. Owned by its lane. */
final class KeyQueue {

  /** Where the key is. */
  enum Place {
    /** Has records that may be sent. */
    READY,
    /** Has a record in the request that is in flight. */
    IN_FLIGHT,
    /** Waits before its head is sent again. */
    DELAYED
  }

  final String key;
  Place place = Place.READY;

  /** Refusals of its head in a row. */
  int attempts;

  long dueNanos;
  int records;
  long bytes;
  private @Nullable QueuedRecord head;
  private @Nullable QueuedRecord tail;

  KeyQueue(String key) {
    this.key = key;
  }

  boolean isEmpty() {
    return head == null;
  }

  @Nullable QueuedRecord head() {
    return head;
  }

  void addLast(QueuedRecord queued) {
    queued.next = null;
    if (tail == null) {
      head = queued;
    } else {
      tail.next = queued;
    }
    tail = queued;
    records++;
    bytes += queued.bytes;
  }

  void addFirst(QueuedRecord queued) {
    queued.next = head;
    head = queued;
    if (tail == null) {
      tail = queued;
    }
    records++;
    bytes += queued.bytes;
  }

  @Nullable QueuedRecord removeFirst() {
    QueuedRecord first = head;
    if (first == null) {
      return null;
    }
    head = first.next;
    first.next = null;
    if (head == null) {
      tail = null;
    }
    records--;
    bytes -= first.bytes;
    return first;
  }
}
