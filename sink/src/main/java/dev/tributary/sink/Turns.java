package dev.tributary.sink;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: queues that are ready, in order, and queues that wait for a time or for their
 * shard. A queue that has lost its last record while it waits stays until its turn comes. Owned by
 * the lane's loop.
 */
final class Turns {

  private final ArrayDeque<KeyQueue> ready = new ArrayDeque<>();
  private final PriorityQueue<KeyQueue> delayed =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
  private final ShardLines lines;
  private int readyRecords;
  private long readyBytes;

  Turns(ShardPacer pacer) {
    this.lines = new ShardLines(pacer);
  }

  int readyQueues() {
    return ready.size();
  }

  int readyRecords() {
    return readyRecords;
  }

  long readyBytes() {
    return readyBytes;
  }

  /** A record was added to the queue. */
  void grown(KeyQueue queue, int bytes) {
    if (queue.place == KeyQueue.Place.READY) {
      readyRecords++;
      readyBytes += bytes;
    }
  }

  /** A record was taken out of the queue. */
  void shrunk(KeyQueue queue, int bytes) {
    if (queue.place == KeyQueue.Place.READY) {
      readyRecords--;
      readyBytes -= bytes;
    }
  }

  @Nullable KeyQueue first() {
    return ready.peekFirst();
  }

  void addFirst(KeyQueue queue) {
    enter(queue);
    ready.addFirst(queue);
  }

  void addLast(KeyQueue queue) {
    enter(queue);
    ready.addLast(queue);
  }

  private void enter(KeyQueue queue) {
    queue.place = KeyQueue.Place.READY;
    readyRecords += queue.records;
    readyBytes += queue.bytes;
  }

  /** The first queue has had its turn. */
  void removeFirst(KeyQueue.Place next) {
    KeyQueue queue = ready.removeFirst();
    queue.place = next;
    readyRecords -= queue.records;
    readyBytes -= queue.bytes;
  }

  void delay(KeyQueue queue, long dueNanos) {
    queue.place = KeyQueue.Place.DELAYED;
    queue.dueNanos = dueNanos;
    delayed.add(queue);
  }

  /** Whether any shard is paced: only then {@link #mayGo} need be asked. */
  boolean isPaced() {
    return lines.arePaced();
  }

  /** Whether the first queue's head may be sent now; else the queue now stands in its line. */
  boolean mayGo(KeyQueue queue, QueuedRecord head, long nowNanos) {
    if (queue.paced || lines.admits(queue, head, nowNanos)) {
      queue.paced = true;
      return true;
    }
    removeFirst(KeyQueue.Place.PACED);
    return false;
  }

  /** The same for a record whose queue, if it has to wait, is not yet among the others. */
  boolean admits(KeyQueue queue, QueuedRecord head, long nowNanos) {
    boolean admitted = lines.admits(queue, head, nowNanos);
    queue.place = admitted ? queue.place : KeyQueue.Place.PACED;
    return admitted;
  }

  /** Whether a record may go with the head that {@link #mayGo} has admitted. */
  boolean mayFollow(QueuedRecord another, long nowNanos) {
    return lines.mayFollow(another, nowNanos);
  }

  /** Counts a record that goes with the head that {@link #mayGo} has admitted. */
  void charge(QueuedRecord another) {
    lines.charge(another);
  }

  void promoteDue(long nowNanos) {
    KeyQueue next = delayed.peek();
    while (next != null && next.dueNanos - nowNanos <= 0) {
      delayed.remove();
      addFirst(next);
      next = delayed.peek();
    }
    lines.promoteDue(nowNanos, this::addLast);
  }

  @Nullable Long nextDueNanos() {
    KeyQueue next = delayed.peek();
    Long line = lines.nextDueNanos();
    if (next == null) {
      return line;
    }
    return line == null || next.dueNanos - line <= 0 ? Long.valueOf(next.dueNanos) : line;
  }
}
