package dev.tributary.kinesis.local.internal.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * The records of one shard, by positions: one more than the record before, and never given twice.
 * Changed under its own monitor, which is also the shard's; read by any thread.
 */
interface ShardRecords {
  /** The position of the shard's own starting sequence number; records follow it. */
  long START = 0;

  /** {@link Slice#followingMillis} when nothing follows. */
  long NOTHING = Long.MAX_VALUE;

  /**
   * Records in their order.
   *
   * @param next where to go on
   * @param followingMillis when the record there arrived; {@link #NOTHING} if there is none yet
   */
  record Slice(List<StoredRecord> records, long next, long followingMillis) {}

  /** Adds a record, to be read after {@link StreamStorage#commit}, and returns its number. */
  String append(String partitionKey, byte[] data, EncryptionType encryption, long nowMillis);

  /** Position of the oldest record, or {@link #next} when there is none. */
  long first();

  /** Position behind the last record that can be read. */
  long next();

  /** When the last record arrived, or the shard was made: no later record may be older. */
  long lastMillis();

  /**
   * From a position on, or from the oldest record if that is later: up to {@code limit} records
   * with up to so many bytes of data, but one at least if there is one.
   */
  Slice read(long position, int limit, long bytesMax);

  /** The first position whose record arrived then or later; {@link #next} if none. */
  long firstSince(long millis);

  /** When the record at this position arrived; empty if there is none, or none any more. */
  OptionalLong millisAt(long position);

  /** When the oldest record arrived; {@link #NOTHING} if there is none. */
  long oldestMillis();

  /** Removes what arrived before. */
  void trimBefore(long millis);

  /** What was trimmed must not come back, whatever the retention will be at the next start. */
  void settle();

  /** Removes one record at least, and more until so many bytes are free. Returns how many. */
  long trimOldest(long bytes);

  /** Removes all. */
  void clear();
}
