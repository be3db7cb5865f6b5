package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/** A record in the buffer: a link of its key's queue. */
final class QueuedRecord {

  /** Of a record that is in no log. */
  static final long UNLOGGED = -1;

  final SinkRecord record;
  final int bytes;
  final long submittedNanos;

  /** Its place in the action's log on disk, or {@link #UNLOGGED}. */
  final long sequence;

  /** Waits for the record's delivery, not only for its place in the buffer. */
  final @Nullable Receipt receipt;

  @Nullable QueuedRecord next;

  QueuedRecord(SinkRecord record, long submittedNanos, long sequence, @Nullable Receipt receipt) {
    this.record = record;
    this.bytes = record.bytes();
    this.submittedNanos = submittedNanos;
    this.sequence = sequence;
    this.receipt = receipt;
  }

  /** In memory only, and nobody waits for its delivery. */
  QueuedRecord(SinkRecord record, long submittedNanos) {
    this(record, submittedNanos, UNLOGGED, null);
  }
}
