package dev.tributary.sink;

import org.jspecify.annotations.Nullable;

/** A record in the buffer: a link of its key's queue. */
final class QueuedRecord {

  final SinkRecord record;
  final int bytes;
  final long submittedNanos;
  @Nullable QueuedRecord next;

  QueuedRecord(SinkRecord record, long submittedNanos) {
    this.record = record;
    this.bytes = record.bytes();
    this.submittedNanos = submittedNanos;
  }
}
