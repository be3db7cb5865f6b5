package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;

/**
 * Records of one shard that were put together and arrived in the same millisecond: one entry of the
 * database, {@link BlockReader} reads it. What is searched for stands in its key, so that a search
 * reads no data; the bytes of all records before it tell how much a range holds.
 *
 * @param first position of its first record; the others follow without a gap
 */
record Block(long first, int count, long arrivalMillis, long bytesBefore) {
  /** Of a record, beside what is encoded: what keys, tables and log add at most. */
  private static final int OVERHEAD_BYTES = 64;

  static Block of(byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(key, DiskKeys.POSITION_AT, key.length - DiskKeys.POSITION_AT);
    return new Block(in.getLong(), in.getInt(), in.getLong(), in.getLong());
  }

  /** What records count against the budget that are encoded in so many bytes. */
  static long footprintBytes(int count, int valueBytes) {
    return valueBytes + (long) count * OVERHEAD_BYTES;
  }

  /** Behind its last record. */
  long next() {
    return first + count;
  }
}
