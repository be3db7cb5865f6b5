package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What one request adds to a shard, until it is committed. Guarded by the monitor of the shard's
 * records.
 */
final class Staging {
  private final List<StagedBlock> blocks = new ArrayList<>();
  private StagedBlock last;
  private final long firstMillis;
  private long lastMillis;
  private long next;

  /**
   * @param first position of the first record
   * @param millis when it arrives
   * @param bytesBefore of all records that were ever before it
   */
  Staging(long first, long millis, long bytesBefore) {
    this.firstMillis = millis;
    this.lastMillis = millis;
    this.next = first;
    this.last = begun(bytesBefore);
  }

  private StagedBlock begun(long bytesBefore) {
    StagedBlock block = new StagedBlock(next, lastMillis, bytesBefore);
    blocks.add(block);
    return block;
  }

  /** Returns the record's position. A clock that was set back does not count. */
  long add(long nowMillis, EncryptionType encryption, byte[] key, byte[] data) {
    lastMillis = Math.max(lastMillis, nowMillis);
    if (!last.add(lastMillis, encryption, key, data)) {
      last = begun(last.bytesAfter());
      boolean _ = last.add(lastMillis, encryption, key, data);
    }
    return next++;
  }

  List<StagedBlock> blocks() {
    return blocks;
  }

  long firstMillis() {
    return firstMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** Behind the last record. */
  long next() {
    return next;
  }

  /** Of all records that were ever before {@link #next}. */
  long bytesAfter() {
    return last.bytesAfter();
  }
}
