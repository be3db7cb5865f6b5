package dev.tributary.kinesis.local.internal.store;

import java.util.List;

/**
 * Where one stream is kept. What does not return normally has not happened; it throws {@link
 * StoreException}.
 */
interface StreamStorage {
  ShardRecords records(int shard, long createdMillis, SequenceNumbers numbers);

  /** Whether only the thread that holds the stream's lock may append and commit. */
  boolean isSerial();

  /** Makes all that was appended since the last one lasting, all or nothing, and readable. */
  void commit();

  /** Forgets what was appended and not committed. */
  void rollback();

  /** Keeps a stream and those of its shards that are new or have changed, all or nothing. */
  void save(StreamState stream, List<ShardState> shards);

  /** Shards from one index to another; between them there are no others. */
  record Run(int first, int last) {}

  /** Drops shards with their records, all or nothing. */
  void eraseShards(List<Run> runs);

  /** Drops the stream with all that belongs to it. */
  void erase();
}
