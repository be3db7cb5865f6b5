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
 * 20 incarnation shard position ...         a block of records, see {@link Block}
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
  private static final int PLACE_BYTES = 17;
  private static final int BLOCK_BYTES = 37;

  /** Where a block's key begins to tell of it. */
  static final int POSITION_AT = SHARD_BYTES;

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

  /** Before the block that begins with this position, and behind all that begin earlier. */
  static byte[] place(int incarnation, int shard, long position) {
    return ByteBuffer.allocate(PLACE_BYTES)
        .put(RECORD)
        .putInt(incarnation)
        .putInt(shard)
        .putLong(position)
        .array();
  }

  static byte[] block(int incarnation, int shard, Block block) {
    return ByteBuffer.allocate(BLOCK_BYTES)
        .put(RECORD)
        .putInt(incarnation)
        .putInt(shard)
        .putLong(block.first())
        .putInt(block.count())
        .putLong(block.arrivalMillis())
        .putLong(block.bytesBefore())
        .array();
  }

  static int incarnation(byte[] key) {
    return ByteBuffer.wrap(key).getInt(1);
  }
}
