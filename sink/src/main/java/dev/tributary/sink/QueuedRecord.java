package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/** A record in the buffer: a link of its key's queue and of its lane's {@link AgeList}. */
final class QueuedRecord {

  /** Of a record that is in no log. */
  static final long UNLOGGED = -1;

  /** Of a record that is written to the log only if memory has no room for it. */
  static final long OFFLOADABLE = -2;

  final SinkRecord record;
  final int bytes;
  final long submittedNanos;

  /** Its place in the action's log on disk, or {@link #UNLOGGED}. */
  final long sequence;

  /** Waits for the record's delivery, not only for its place in the buffer. */
  final @Nullable Receipt receipt;

  /** After it in its queue. From here on: owned by the lane's loop. */
  @Nullable QueuedRecord next;

  /** The queue that holds it; while it is in flight, the one it was taken from. */
  @Nullable KeyQueue queue;

  @Nullable QueuedRecord older;
  @Nullable QueuedRecord newer;
  boolean inFlight;

  QueuedRecord(SinkRecord record, long submittedNanos, long sequence, @Nullable Receipt receipt) {
    this.record = record;
    this.bytes = record.bytes();
    this.submittedNanos = submittedNanos;
    this.sequence = sequence;
    this.receipt = receipt;
  }

  /** The same record at a place in the log. */
  QueuedRecord at(long place, @Nullable Receipt delivered) {
    return new QueuedRecord(record, submittedNanos, place, delivered);
  }

  /** In memory only, and nobody waits for its delivery. */
  QueuedRecord(SinkRecord record, long submittedNanos) {
    this(record, submittedNanos, UNLOGGED, null);
  }
}
