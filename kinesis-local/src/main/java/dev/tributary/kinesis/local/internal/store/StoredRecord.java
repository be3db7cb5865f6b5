package dev.tributary.kinesis.local.internal.store;

/**
 * A record as it lies in a shard. The bytes are shared and must not be changed.
 *
 * @param encryption what the stream's was when it was stored
 */
public record StoredRecord(
    String sequenceNumber,
    long arrivalMillis,
    String partitionKey,
    byte[] data,
    EncryptionType encryption) {
  /** What a record costs beside its data and key: objects, references, the sequence number. */
  private static final int OVERHEAD_BYTES = 200;

  int footprintBytes() {
    return OVERHEAD_BYTES + data.length + partitionKey.length();
  }
}
