package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Records on the heap. Guarded by its monitor. */
final class MemoryRecords implements ShardRecords {
  private final RecordRing ring = new RecordRing(START + 1);
  private final SequenceNumbers numbers;
  private final StoreBudget budget;
  private long lastMillis;

  MemoryRecords(SequenceNumbers numbers, long createdMillis, StoreBudget budget) {
    this.numbers = numbers;
    this.lastMillis = createdMillis;
    this.budget = budget;
  }

  @Override
  public synchronized String append(
      String partitionKey, byte[] data, EncryptionType encryption, long nowMillis) {
    // A clock that was set back must not make sequence numbers or arrival times run backwards.
    lastMillis = Math.max(lastMillis, nowMillis);
    StoredRecord record =
        new StoredRecord(numbers, ring.next(), lastMillis, partitionKey, data, encryption);
    ring.add(record);
    budget.add(record.footprintBytes());
    return record.sequenceNumber();
  }

  @Override
  public synchronized long first() {
    return ring.first();
  }

  @Override
  public synchronized long next() {
    return ring.next();
  }

  @Override
  public synchronized long lastMillis() {
    return lastMillis;
  }

  @Override
  public synchronized Slice read(long position, int limit, long bytesMax) {
    long next = Math.clamp(position, ring.first(), ring.next());
    List<StoredRecord> page = new ArrayList<>((int) Math.min(limit, ring.next() - next));
    long bytes = 0;
    while (next < ring.next() && page.size() < limit) {
      StoredRecord record = ring.at(next);
      bytes += record.data().length;
      if (bytes > bytesMax && !page.isEmpty()) {
        break;
      }
      page.add(record);
      next++;
    }
    return new Slice(page, next, next == ring.next() ? NOTHING : ring.at(next).arrivalMillis());
  }

  @Override
  public synchronized long firstSince(long millis) {
    return ring.firstSince(millis);
  }

  @Override
  public synchronized OptionalLong millisAt(long position) {
    return position < ring.first() || position >= ring.next()
        ? OptionalLong.empty()
        : OptionalLong.of(ring.at(position).arrivalMillis());
  }

  @Override
  public synchronized long oldestMillis() {
    return ring.isEmpty() ? NOTHING : ring.at(ring.first()).arrivalMillis();
  }

  @Override
  public synchronized void trimBefore(long millis) {
    while (!ring.isEmpty() && ring.at(ring.first()).arrivalMillis() < millis) {
      budget.add(-ring.removeFirst().footprintBytes());
    }
  }

  @Override
  public void settle() {}

  @Override
  public synchronized long trimOldest(long bytes) {
    long count = 0;
    long freed = 0;
    while (!ring.isEmpty() && (count == 0 || freed < bytes)) {
      freed += ring.removeFirst().footprintBytes();
      count++;
    }
    budget.add(-freed);
    return count;
  }

  @Override
  public void clear() {
    long _ = trimOldest(Long.MAX_VALUE);
  }
}
