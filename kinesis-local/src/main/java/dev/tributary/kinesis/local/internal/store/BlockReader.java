package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a block's records one after the other. As they lie on disk:
 *
 * <pre>
 * encryption (1) | length of key (2) | length of data (4) | key | data | the next one ...
 * </pre>
 */
final class BlockReader {
  /** What a record has beside key and data. */
  static final int HEADER_BYTES = 7;

  static final byte PLAIN = 0;
  static final byte ENCRYPTED = 1;
  private static final int DATA_LENGTH_AT = 3;

  private final Block block;
  private final ByteBuffer in;
  private final SequenceNumbers numbers;
  private long position;

  BlockReader(Block block, byte[] value, SequenceNumbers numbers) {
    this.block = block;
    this.in = ByteBuffer.wrap(value);
    this.numbers = numbers;
    this.position = block.first();
  }

  boolean hasNext() {
    return position < block.next();
  }

  long position() {
    return position;
  }

  /** Of the record that is next. */
  int dataBytes() {
    return in.getInt(in.position() + DATA_LENGTH_AT);
  }

  void skip() {
    int keyBytes = in.getShort(in.position() + 1);
    in.position(in.position() + HEADER_BYTES + keyBytes + dataBytes());
    position++;
  }

  StoredRecord next() {
    boolean encrypted = in.get() == ENCRYPTED;
    byte[] key = new byte[in.getShort()];
    byte[] data = new byte[in.getInt()];
    in.get(key).get(data);
    return new StoredRecord(
        numbers,
        position++,
        block.arrivalMillis(),
        new String(key, StandardCharsets.UTF_8),
        data,
        encrypted ? EncryptionType.KMS : EncryptionType.NONE);
  }
}
