package dev.tributary.kinesis.local.internal.store;

import java.util.List;

/** Keeps nothing but the records, which are there as soon as they are appended. Any thread. */
record MemoryStream(StoreBudget budget) implements StreamStorage {
  @Override
  public ShardRecords records(int shard, long createdMillis, SequenceNumbers numbers) {
    return new MemoryRecords(numbers, createdMillis, budget);
  }

  @Override
  public boolean isSerial() {
    return false;
  }

  @Override
  public void commit() {}

  @Override
  public void rollback() {}

  @Override
  public void save(StreamState stream, List<ShardState> shards) {}

  @Override
  public void eraseShards(List<Run> runs) {}

  @Override
  public void erase() {}
}
