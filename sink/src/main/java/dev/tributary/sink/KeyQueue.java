package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/**
 * Records that are sent in their order, oldest first: those of one partition key, or a run of any
 * keys where no order is asked for. Owned by its lane.
 */
final class KeyQueue {

  /** Where the queue is. */
  enum Place {
    /** Has its turn among the others. */
    READY,
    /** Has a record in the request that is in flight. */
    IN_FLIGHT,
    /** Waits before its head is sent again. */
    DELAYED,
    /** Stands in the line of a shard that is paced. */
    PACED
  }

  final String key;
  Place place = Place.READY;

  /** Refusals of its head in a row. */
  int attempts;

  /** Its head has had its turn in the line of a paced shard, and need not stand there again. */
  boolean paced;

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
    queued.queue = this;
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
    queued.queue = this;
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

  /** Mostly the head; anything else costs a walk. */
  void remove(QueuedRecord queued) {
    if (head == queued) {
      removeFirst();
      return;
    }
    QueuedRecord before = head;
    while (before != null && before.next != queued) {
      before = before.next;
    }
    if (before == null) {
      throw new IllegalStateException("a record is not in its queue");
    }
    before.next = queued.next;
    queued.next = null;
    if (tail == queued) {
      tail = before;
    }
    records--;
    bytes -= queued.bytes;
  }
}
