package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record as it lies on disk:
 *
 * <pre>
 * arrival (8) | bytes of all records before it (8) | encryption (1) | key length (2) | key | data
 * </pre>
 *
 * The bytes before it tell how much a range holds without reading it. The sequence number is made
 * of position and arrival.
 */
final class RecordCodec {
  private static final int KEY_AT = 19;
  private static final byte PLAIN = 0;
  private static final byte ENCRYPTED = 1;

  /** Beside key and data: what stands before them, RocksDB's key, and what tables and log add. */
  private static final int OVERHEAD_BYTES = 64;

  private RecordCodec() {}

  /** What a record says without its data. */
  record Header(long position, long millis, long bytesBefore) {}

  static byte[] encoded(
      long millis, long bytesBefore, EncryptionType encryption, byte[] key, byte[] data) {
    return ByteBuffer.allocate(KEY_AT + key.length + data.length)
        .putLong(millis)
        .putLong(bytesBefore)
        .put(encryption == EncryptionType.KMS ? ENCRYPTED : PLAIN)
        .putShort((short) key.length)
        .put(key)
        .put(data)
        .array();
  }

  static int footprintBytes(int encodedBytes) {
    return OVERHEAD_BYTES + encodedBytes;
  }

  static Header header(byte[] key, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new Header(DiskKeys.position(key), in.getLong(), in.getLong());
  }

  static StoredRecord record(byte[] key, byte[] value, SequenceNumbers numbers) {
    ByteBuffer in = ByteBuffer.wrap(value);
    long millis = in.getLong();
    boolean encrypted = in.position(Long.BYTES * 2).get() == ENCRYPTED;
    byte[] partitionKey = new byte[in.getShort()];
    in.get(partitionKey);
    byte[] data = new byte[in.remaining()];
    in.get(data);
    return new StoredRecord(
        numbers,
        DiskKeys.position(key),
        millis,
        new String(partitionKey, StandardCharsets.UTF_8),
        data,
        encrypted ? EncryptionType.KMS : EncryptionType.NONE);
  }
}
