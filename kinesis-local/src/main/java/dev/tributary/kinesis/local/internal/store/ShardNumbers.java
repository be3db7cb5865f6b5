package dev.tributary.kinesis.local.internal.store;

import java.util.OptionalLong;

/** Which sequence numbers one shard has issued, and where they lead to. Any thread. */
final class ShardNumbers {
  private final SequenceNumbers numbers;
  private final ShardRecords records;
  private final String starting;

  ShardNumbers(SequenceNumbers numbers, ShardRecords records, long createdMillis) {
    this.numbers = numbers;
    this.records = records;
    this.starting = numbers.format(createdMillis, ShardRecords.START);
  }

  /** The shard's own, before all of its records. */
  String starting() {
    return starting;
  }

  /** Behind the last record, of a shard from whose end others go on at this time. */
  String ending(long childrenMillis) {
    return numbers.format(childrenMillis - 1, records.next());
  }

  /** Empty when the shard never issued it. */
  OptionalLong positionOf(String number) {
    if (number.equals(starting)) {
      return OptionalLong.of(ShardRecords.START);
    }
    return numbers
        .parse(number)
        .filter(this::wasIssued)
        .map(parts -> OptionalLong.of(parts.position()))
        .orElse(OptionalLong.empty());
  }

  /** A trimmed record can no longer be compared; its position has to be proof enough. */
  private boolean wasIssued(SequenceNumbers.Parts parts) {
    long position = parts.position();
    return position > ShardRecords.START
        && position < records.next()
        && records.millisAt(position).orElse(parts.millis()) == parts.millis();
  }

  /** Of the record before this position, or the shard's own if there is none. */
  String before(long position) {
    long before = Math.min(position, records.next()) - 1;
    return before <= ShardRecords.START
        ? starting
        : numbers.format(records.millisAt(before).orElse(records.lastMillis()), before);
  }
}
