package dev.tributary.sink;

import dev.tributary.sink.internal.log.LogGroup;
import org.jspecify.annotations.Nullable;

/** Finds the records that a service can never take. */
final class RecordCheck {

  private RecordCheck() {}

  /** What a buffer on disk can never take, whatever the service says; null if it can. */
  static Outcome.@Nullable Failed faultOnDisk(SinkRecord record) {
    return LogGroup.fits(record)
        ? null
        : new Outcome.Failed(
            "RecordTooLarge",
            "key and data have "
                + record.bytes()
                + " bytes; a buffer on disk takes less than 64 MiB");
  }

  /** Null if there is nothing wrong with the record. */
  static Outcome.@Nullable Failed faultOf(SinkRecord record, Delivery.Limits limits) {
    String key = record.partitionKey();
    if (key.isEmpty()) {
      return new Outcome.Failed(
          "InvalidPartitionKey",
          "the record has no partition key: its template gave none, or a key that it needs was"
              + " refused (the warning of the rule says which)");
    }
    // length() counts a character outside the basic plane twice, so it is never too small.
    if (key.length() > limits.keyCharacters()) {
      int characters = key.codePointCount(0, key.length());
      if (characters > limits.keyCharacters()) {
        return new Outcome.Failed(
            "InvalidPartitionKey",
            "the partition key has "
                + characters
                + " characters; it may have "
                + limits.keyCharacters());
      }
    }
    int bytes = record.bytes();
    if (bytes > limits.bytesPerRecord()) {
      return new Outcome.Failed(
          "RecordTooLarge",
          "key and data have " + bytes + " bytes; they may have " + limits.bytesPerRecord());
    }
    return null;
  }
}
