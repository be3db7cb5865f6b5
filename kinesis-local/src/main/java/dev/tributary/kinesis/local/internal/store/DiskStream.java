package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** One stream on disk: what belongs together is one write. Guarded by the stream's lock. */
final class DiskStream implements StreamStorage {
  private static final byte[] KINDS_OF_SHARDS = {DiskKeys.SHARD, DiskKeys.TRIMMED, DiskKeys.RECORD};

  private final DiskStorage storage;
  private final RocksDatabase database;
  private final int incarnation;
  private final StoreBudget budget;
  private final List<DiskRecords> staged = new ArrayList<>();

  DiskStream(DiskStorage storage, RocksDatabase database, int incarnation, StoreBudget budget) {
    this.storage = storage;
    this.database = database;
    this.incarnation = incarnation;
    this.budget = budget;
  }

  int incarnation() {
    return incarnation;
  }

  @Override
  public ShardRecords records(int shard, long createdMillis, SequenceNumbers numbers) {
    DiskRecords records = new DiskRecords(this, database, shard, createdMillis, numbers, budget);
    records.load();
    return records;
  }

  @Override
  public boolean isSerial() {
    return true;
  }

  void hasStaged(DiskRecords records) {
    staged.add(records);
  }

  @Override
  public void commit() {
    if (staged.isEmpty()) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      staged.forEach(records -> records.stage(batch));
      database.write(batch);
    } catch (StoreException e) {
      staged.forEach(DiskRecords::fail);
      throw e;
    }
    staged.forEach(DiskRecords::publish);
    staged.clear();
  }

  @Override
  public void rollback() {
    staged.forEach(DiskRecords::forget);
    staged.clear();
  }

  @Override
  public void save(StreamState stream, List<ShardState> shards) {
    try (WriteBatch changes = new WriteBatch()) {
      put(changes, DiskKeys.stream(DiskKeys.STREAM, incarnation), StateCodec.stream(stream));
      for (ShardState shard : shards) {
        put(changes, shardKey(DiskKeys.SHARD, shard.index()), StateCodec.shard(shard));
      }
      database.write(changes);
    }
  }

  @Override
  public void eraseShards(List<Run> runs) {
    try (WriteBatch changes = new WriteBatch()) {
      for (Run run : runs) {
        for (byte kind : KINDS_OF_SHARDS) {
          deleteRange(changes, shardKey(kind, run.first()), shardKey(kind, run.last() + 1));
        }
      }
      database.write(changes);
    }
    for (Run run : runs) {
      database.dropFiles(
          shardKey(DiskKeys.RECORD, run.first()), shardKey(DiskKeys.RECORD, run.last() + 1));
    }
  }

  /** Before all of this kind that belongs to a shard. */
  private byte[] shardKey(byte kind, int shard) {
    return DiskKeys.shard(kind, incarnation, shard);
  }

  @Override
  public void erase() {
    try (WriteBatch changes = new WriteBatch()) {
      delete(changes, DiskKeys.stream(DiskKeys.STREAM, incarnation));
      for (byte kind : KINDS_OF_SHARDS) {
        deleteRange(
            changes, DiskKeys.stream(kind, incarnation), DiskKeys.stream(kind, incarnation + 1));
      }
      storage.erase(incarnation, changes);
    }
    database.dropFiles(
        DiskKeys.stream(DiskKeys.RECORD, incarnation),
        DiskKeys.stream(DiskKeys.RECORD, incarnation + 1));
  }

  static void put(WriteBatch batch, byte[] key, byte[] value) {
    try {
      batch.put(key, value);
    } catch (RocksDBException e) {
      throw inMemory(e);
    }
  }

  static void delete(WriteBatch batch, byte[] key) {
    try {
      batch.delete(key);
    } catch (RocksDBException e) {
      throw inMemory(e);
    }
  }

  static void deleteRange(WriteBatch batch, byte[] from, byte[] to) {
    try {
      batch.deleteRange(from, to);
    } catch (RocksDBException e) {
      throw inMemory(e);
    }
  }

  private static IllegalStateException inMemory(RocksDBException e) {
    return new IllegalStateException("a batch is memory only", e);
  }
}
