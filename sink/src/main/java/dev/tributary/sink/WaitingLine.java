package dev.tributary.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
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

  record Waiting(QueuedRecord queued, Receipt receipt) {}

  private final ArrayDeque<Waiting> line = new ArrayDeque<>();
  private long bytes;
  private volatile boolean empty = true;

  /** False if the line is too long. */
  boolean add(QueuedRecord queued, Receipt receipt) {
    if (bytes + queued.bytes > BYTES_MAX && !line.isEmpty()) {
      return false;
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
  void removeFirst() {
    bytes -= line.removeFirst().queued.bytes;
    empty = line.isEmpty();
  }

  List<Waiting> removeAll() {
    List<Waiting> all = new ArrayList<>(line);
    line.clear();
    bytes = 0;
    empty = true;
    return all;
  }

  /** Any thread. */
  boolean isEmpty() {
    return empty;
  }
}
