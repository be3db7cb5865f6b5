package dev.tributary.kinesis.local.internal.store;

import java.util.List;
import java.util.Optional;

/** Where streams are kept. Thread-safe. */
interface Storage extends AutoCloseable {
  /** What was kept when this was opened. */
  record Contents(AccountSettings account, int lastIncarnation, List<Kept> streams) {}

  /** A stream with its shards, by index. */
  record Kept(StreamState stream, List<ShardState> shards) {}

  Contents load();

  /** Tells the numbers of this storage from those of others. */
  long numbering();

  /** A secret that is kept; empty if a new one is right for each run. */
  Optional<byte[]> sealingKey();

  StreamStorage stream(int incarnation);

  /** Throws {@link StoreException} when it is not kept. */
  void save(AccountSettings account);

  /** Afterwards everything throws {@link StoreException}. */
  @Override
  void close();
}
