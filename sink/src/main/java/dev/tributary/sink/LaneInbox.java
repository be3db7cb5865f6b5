package dev.tributary.sink;

import java.util.Arrays;

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

  synchronized Appended append(QueuedRecord queued) {
    if (closed) {
      return Appended.CLOSED;
    }
    if (size == records.length) {
      records = Arrays.copyOf(records, size * 2);
    }
    records[size++] = queued;
    bytes += queued.bytes;
    ledger.queued(queued.bytes);
    if (size < wakeCount && bytes < wakeBytes) {
      return Appended.QUIET;
    }
    disarm();
    return Appended.WAKE;
  }

  /** Moves all records to {@code keys}. Only the lane calls it. */
  void drainTo(KeyQueues keys) {
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
      keys.add(taken[i]);
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

  synchronized void close() {
    closed = true;
  }

  synchronized void sent(int count, long sentBytes) {
    ledger.sent(count, sentBytes);
  }

  synchronized void answered(BatchTally tally) {
    ledger.answered(tally);
  }

  synchronized void expired(QueuedRecord queued) {
    ledger.droppedFromQueue(DropReason.EXPIRED, queued.bytes);
  }

  synchronized void addTo(OutcomeLedger sum) {
    ledger.addTo(sum);
  }
}
