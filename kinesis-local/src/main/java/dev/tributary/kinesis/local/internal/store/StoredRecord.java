package dev.tributary.kinesis.local.internal.store;

/**
 * A record as it lies in a shard. The bytes are shared and must not be changed.
 *
 * @param numbers makes its sequence number when it is read, which would need as much room as a
 *     short record
 * @param encryption what the stream's was when it was stored
 */
public record StoredRecord(
    SequenceNumbers numbers,
    long position,
    long arrivalMillis,
    String partitionKey,
    byte[] data,
    EncryptionType encryption) {
  /** What a record costs beside its data and key: objects, references, its place. */
  private static final int OVERHEAD_BYTES = 120;

  public String sequenceNumber() {
    return numbers.format(arrivalMillis, position);
  }

  int footprintBytes() {
    return OVERHEAD_BYTES + data.length + partitionKey.length();
  }
}
