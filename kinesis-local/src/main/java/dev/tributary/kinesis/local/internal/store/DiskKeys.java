package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;

/**
 * Under which keys everything lies. Numbers are big-endian and not negative, so that their order is
 * that of the keys.
 *
 * <pre>
 * 01                                        number of this store, in all sequence numbers
 * 02                                        key that seals tokens
 * 03                                        settings of the account
 * 04                                        highest incarnation of all streams that were erased
 * 10 incarnation                            a stream
 * 11 incarnation shard                      a shard
 * 12 incarnation shard                      how far a shard was trimmed
 * 20 incarnation shard position             a record
 * </pre>
 */
final class DiskKeys {
  static final byte[] NUMBERING = {1};
  static final byte[] SEALING_KEY = {2};
  static final byte[] ACCOUNT = {3};
  static final byte[] LAST_INCARNATION = {4};
  static final byte STREAM = 0x10;
  static final byte SHARD = 0x11;
  static final byte TRIMMED = 0x12;
  static final byte RECORD = 0x20;

  private static final int STREAM_BYTES = 5;
  private static final int SHARD_BYTES = 9;
  private static final int RECORD_BYTES = 17;

  private DiskKeys() {}

  /** Before all of this kind; {@code kind + 1} is behind all of them. */
  static byte[] kind(int kind) {
    return new byte[] {(byte) kind};
  }

  static byte[] stream(byte kind, int incarnation) {
    return ByteBuffer.allocate(STREAM_BYTES).put(kind).putInt(incarnation).array();
  }

  static byte[] shard(byte kind, int incarnation, int shard) {
    return ByteBuffer.allocate(SHARD_BYTES).put(kind).putInt(incarnation).putInt(shard).array();
  }

  static byte[] record(int incarnation, int shard, long position) {
    return ByteBuffer.allocate(RECORD_BYTES)
        .put(RECORD)
        .putInt(incarnation)
        .putInt(shard)
        .putLong(position)
        .array();
  }

  static long position(byte[] record) {
    return ByteBuffer.wrap(record).getLong(SHARD_BYTES);
  }

  static int incarnation(byte[] key) {
    return ByteBuffer.wrap(key).getInt(1);
  }
}
