package dev.tributary.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that found the buffer full, in the order of their arrival. As long as somebody waits,
 * everybody does: that keeps the order of each key. Guarded by the lock of its action, except for
 * {@link #isEmpty}.
 *
 * <p>Bounded: publishers are held back one by one, each after few messages, so a line this long
 * means that something else submits without regard.
 */
final class WaitingLine {

  static final long BYTES_MAX = 64L << 20;

  /**
   * A record and what its publisher waits for.
   *
   * @param receipt null once it is settled
   */
  record Waiting(QueuedRecord queued, @Nullable Receipt receipt) {

    boolean isImpatient() {
      return receipt != null && receipt.isImpatient();
    }
  }

  private final ArrayDeque<Waiting> line = new ArrayDeque<>();
  private long bytes;
  private long sinceNanos;
  private long endedNanos;
  private volatile boolean empty = true;

  /** False if the line is too long. */
  boolean add(QueuedRecord queued, @Nullable Receipt receipt, long nowNanos) {
    if (bytes + queued.bytes > BYTES_MAX && !line.isEmpty()) {
      return false;
    }
    if (line.isEmpty()) {
      sinceNanos = nowNanos;
    }
    line.addLast(new Waiting(queued, receipt));
    bytes += queued.bytes;
    empty = false;
    return true;
  }

  @Nullable Waiting first() {
    return line.peekFirst();
  }

  /** Only after the record is where later ones cannot overtake it. */
  void removeFirst(long nowNanos) {
    bytes -= line.removeFirst().queued.bytes;
    noteIfEmpty(nowNanos);
  }

  /** Takes out those whose publishers have waited for longer than they may. */
  List<Waiting> removeImpatient(long nowNanos) {
    List<Waiting> removed = new ArrayList<>();
    for (Iterator<Waiting> each = line.iterator(); each.hasNext(); ) {
      Waiting waiting = each.next();
      if (waiting.isImpatient()) {
        each.remove();
        bytes -= waiting.queued.bytes;
        removed.add(waiting);
      }
    }
    if (!removed.isEmpty()) {
      noteIfEmpty(nowNanos);
    }
    return removed;
  }

  List<Waiting> removeAll(long nowNanos) {
    List<Waiting> all = new ArrayList<>(line);
    line.clear();
    bytes = 0;
    if (!all.isEmpty()) {
      noteIfEmpty(nowNanos);
    }
    return all;
  }

  private void noteIfEmpty(long nowNanos) {
    if (line.isEmpty()) {
      endedNanos += nowNanos - sinceNanos;
      empty = true;
    }
  }

  /** How long the line has not been empty now; 0 if it is. */
  long lengthNanos(long nowNanos) {
    return line.isEmpty() ? 0 : nowNanos - sinceNanos;
  }

  /** How long it was not empty since the beginning, in all. */
  long totalNanos(long nowNanos) {
    return endedNanos + lengthNanos(nowNanos);
  }

  /** Any thread. */
  boolean isEmpty() {
    return empty;
  }
}
