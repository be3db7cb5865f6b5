package dev.tributary.sink;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Where application threads and a lane meet: they append, it takes all at once. Its lock also
 * guards the lane's ledger; it is held for some tens of nanoseconds and never during I/O.
 *
 * <p>Not bounded by itself: the action's {@link BufferBudget} is asked before anything is appended.
 */
final class LaneInbox {

  /** What an append asks of its caller. */
  enum Appended {
    /** The lane will look by itself. */
    QUIET,
    /** The lane waits for this: wake it. */
    WAKE,
    /** The lane takes no more records. */
    CLOSED
  }

  /** What the lane is asked to give up: so many bytes, and all that was logged before. */
  record Drops(long bytes, long beforeSequence) {

    static final Drops NONE = new Drops(0, 0);

    boolean isNothing() {
      return bytes <= 0 && beforeSequence <= 0;
    }
  }

  /** Of a lane without records. */
  static final long NO_TIME = Long.MAX_VALUE;

  private static final int FIRST_CAPACITY = 16;
  private static final int KEPT_CAPACITY = 4096;

  private final OutcomeLedger ledger = new OutcomeLedger();
  private QueuedRecord[] records = new QueuedRecord[FIRST_CAPACITY];
  private QueuedRecord[] spare = new QueuedRecord[FIRST_CAPACITY];
  private int size;
  private long bytes;
  private int wakeCount = 1;
  private long wakeBytes = Long.MAX_VALUE;
  private boolean closed;
  private volatile Drops drops = Drops.NONE;

  synchronized Appended append(QueuedRecord queued) {
    if (closed) {
      return Appended.CLOSED;
    }
    put(queued);
    return wanted();
  }

  /** Takes all records out of {@code queue}. */
  synchronized Appended appendAll(KeyQueue queue) {
    if (closed) {
      return Appended.CLOSED;
    }
    for (QueuedRecord next = queue.removeFirst(); next != null; next = queue.removeFirst()) {
      put(next);
    }
    return wanted();
  }

  private void put(QueuedRecord queued) {
    if (size == records.length) {
      records = Arrays.copyOf(records, size * 2);
    }
    records[size++] = queued;
    bytes += queued.bytes;
    ledger.queued(queued.bytes);
  }

  private Appended wanted() {
    if (size < wakeCount && bytes < wakeBytes) {
      return Appended.QUIET;
    }
    disarm();
    return Appended.WAKE;
  }

  /** Hands over all records, in order. Only the lane calls it. */
  void drainTo(Consumer<QueuedRecord> lane) {
    QueuedRecord[] taken;
    int count;
    synchronized (this) {
      disarm();
      if (size == 0) {
        return;
      }
      taken = records;
      count = size;
      records = spare;
      size = 0;
      bytes = 0;
    }
    for (int i = 0; i < count; i++) {
      lane.accept(taken[i]);
    }
    Arrays.fill(taken, 0, count, null);
    spare = taken.length > KEPT_CAPACITY ? new QueuedRecord[FIRST_CAPACITY] : taken;
  }

  /**
   * Asks to be woken when so many records or bytes have come in since the last drain.
   *
   * @return false if they are there already
   */
  synchronized boolean arm(int count, long bytesWanted) {
    if (size >= count || bytes >= bytesWanted) {
      return false;
    }
    wakeCount = count;
    wakeBytes = bytesWanted;
    return true;
  }

  private void disarm() {
    wakeCount = Integer.MAX_VALUE;
    wakeBytes = Long.MAX_VALUE;
  }

  /**
   * Asks the lane for so many bytes of its oldest records; who has asked already asked for them.
   */
  synchronized void askToDrop(long wantedBytes) {
    drops = new Drops(Math.max(drops.bytes, wantedBytes), drops.beforeSequence);
  }

  /** Asks the lane for what was logged before this. */
  synchronized void askToDropBefore(long sequence) {
    drops = new Drops(drops.bytes, Math.max(drops.beforeSequence, sequence));
  }

  /** What was asked since the last call. Only the lane calls it. */
  Drops takeDrops() {
    if (drops.isNothing()) {
      return Drops.NONE;
    }
    synchronized (this) {
      Drops taken = drops;
      drops = Drops.NONE;
      return taken;
    }
  }

  synchronized void close() {
    closed = true;
  }

  synchronized void sent(int count, long sentBytes) {
    ledger.sent(count, sentBytes);
  }

  synchronized void answered(BatchTally tally) {
    ledger.answered(tally);
  }

  synchronized void dropped(QueuedRecord queued, DropReason reason) {
    ledger.droppedFromQueue(reason, queued.bytes);
  }

  synchronized void addTo(OutcomeLedger sum) {
    ledger.addTo(sum);
  }

  synchronized long queuingBytes() {
    return ledger.queuingBytes();
  }

  /** When the oldest message was published that the lane has not looked at; or {@link #NO_TIME}. */
  synchronized long oldestCreatedAtMillis() {
    return size == 0 ? NO_TIME : records[0].record.createdAtMillis();
  }
}
