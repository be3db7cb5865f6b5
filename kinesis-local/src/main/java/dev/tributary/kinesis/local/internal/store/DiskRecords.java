package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * Records on disk; on the heap are only the ends. The oldest is the first of its block, as whole
 * blocks are trimmed. Positions may have gaps, where a put has failed. What was trimmed is removed
 * from disk when it is worth it, and counts until then.
 */
final class DiskRecords implements ShardRecords {
  /** So much may be trimmed and not removed, if there are records behind it. */
  private static final long TRIMMED_BYTES_MAX = 256 * 1024;

  private final DiskStream stream;
  private final RocksDatabase database;
  private final DiskBlocks blocks;
  private final byte[] trimmedKey;
  private final SequenceNumbers numbers;
  private final StoreBudget budget;

  // Written under the monitor; those that are volatile are read by any thread.
  private volatile long first;
  private volatile long next;
  private volatile long lastMillis;
  private volatile long oldestMillis = NOTHING;

  /** Of all records that were ever before {@link #next}. */
  private long bytes;

  private long bytesBeforeFirst;
  private long removedTo;
  private long bytesRemoved;
  private @Nullable Staging staging;

  DiskRecords(
      DiskStream stream,
      RocksDatabase database,
      int shard,
      long createdMillis,
      SequenceNumbers numbers,
      StoreBudget budget) {
    this.stream = stream;
    this.database = database;
    this.blocks = new DiskBlocks(database, stream.incarnation(), shard);
    this.trimmedKey = DiskKeys.shard(DiskKeys.TRIMMED, stream.incarnation(), shard);
    this.numbers = numbers;
    this.budget = budget;
    this.first = START + 1;
    this.next = START + 1;
    this.lastMillis = createdMillis;
  }

  /** What is there from an earlier run. */
  synchronized void load() {
    byte[] trimmed = database.get(trimmedKey);
    if (trimmed != null) {
      ByteBuffer in = ByteBuffer.wrap(trimmed);
      first = in.getLong();
      next = in.getLong();
      bytes = in.getLong();
      lastMillis = in.getLong();
    }
    DiskBlocks.Ends ends = blocks.ends(first);
    if (ends != null) {
      next = Math.max(next, ends.newest().next());
      lastMillis = Math.max(lastMillis, ends.newest().arrivalMillis());
      bytes = ends.bytesAfter();
    }
    moveFirst(ends == null ? null : ends.oldest());
    removedTo = first;
    bytesRemoved = bytesBeforeFirst;
    budget.add(bytes - bytesBeforeFirst);
  }

  /** The records begin with this block now; null if there is none. */
  private void moveFirst(@Nullable Block oldest) {
    first = oldest == null ? next : oldest.first();
    oldestMillis = oldest == null ? NOTHING : oldest.arrivalMillis();
    bytesBeforeFirst = oldest == null ? bytes : oldest.bytesBefore();
  }

  @Override
  public synchronized String append(
      String partitionKey, byte[] data, EncryptionType encryption, long nowMillis) {
    Staging open = staging;
    if (open == null) {
      open = new Staging(next, Math.max(lastMillis, nowMillis), bytes);
      staging = open;
      stream.hasStaged(this);
    }
    byte[] key = partitionKey.getBytes(StandardCharsets.UTF_8);
    long position = open.add(nowMillis, encryption, key, data);
    return numbers.format(open.lastMillis(), position);
  }

  synchronized void stage(WriteBatch batch) {
    if (staging != null) {
      staging.blocks().forEach(block -> blocks.put(block, batch));
    }
  }

  /** They are stored. */
  synchronized void publish() {
    Staging stored = staging;
    if (stored != null) {
      staging = null;
      if (oldestMillis == NOTHING) {
        first = next;
        bytesBeforeFirst = bytes;
        oldestMillis = stored.firstMillis();
      }
      budget.add(stored.bytesAfter() - bytes);
      bytes = stored.bytesAfter();
      lastMillis = stored.lastMillis();
      next = stored.next();
    }
  }

  /** They may or may not be found when the database is opened again: their positions are used. */
  synchronized void fail() {
    Staging lost = staging;
    if (lost != null) {
      staging = null;
      next = lost.next();
      lastMillis = lost.lastMillis();
    }
  }

  /** They were not even tried. */
  synchronized void forget() {
    staging = null;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public long lastMillis() {
    return lastMillis;
  }

  @Override
  public long oldestMillis() {
    return oldestMillis;
  }

  @Override
  public Slice read(long position, int limit, long bytesMax) {
    long end = next;
    long from = Math.max(position, first);
    return from >= end
        ? new Slice(List.of(), end, NOTHING)
        : blocks.read(from, end, limit, bytesMax, numbers);
  }

  @Override
  public long firstSince(long millis) {
    long end = next;
    Block found = since(millis, end);
    return found == null ? end : found.first();
  }

  private @Nullable Block since(long millis, long end) {
    long low = first;
    return low >= end ? null : blocks.first(low, end, block -> block.arrivalMillis() >= millis);
  }

  @Override
  public OptionalLong millisAt(long position) {
    Block block = position < first || position >= next ? null : blocks.holding(position);
    return block == null ? OptionalLong.empty() : OptionalLong.of(block.arrivalMillis());
  }

  @Override
  public synchronized void trimBefore(long millis) {
    moveFirst(since(millis, next));
    if (first == next || bytesBeforeFirst - bytesRemoved >= TRIMMED_BYTES_MAX) {
      try {
        remove();
      } catch (StoreException _) {
        // The log has been told; nobody can read them, and the next time they are tried again.
      }
    }
  }

  @Override
  public synchronized void settle() {
    remove();
  }

  @Override
  public synchronized long trimOldest(long bytesToFree) {
    long before = first;
    long end = next;
    if (before == end) {
      return 0;
    }
    long enough = bytesBeforeFirst + bytesToFree;
    moveFirst(
        blocks.first(
            before, end, block -> block.first() > before && block.bytesBefore() >= enough));
    remove();
    return first - before;
  }

  private void remove() {
    if (removedTo == first) {
      return;
    }
    byte[] from = blocks.place(removedTo);
    byte[] to = blocks.place(first);
    try (WriteBatch batch = new WriteBatch()) {
      DiskStream.deleteRange(batch, from, to);
      DiskStream.put(
          batch,
          trimmedKey,
          ByteBuffer.allocate(4 * Long.BYTES)
              .putLong(first)
              .putLong(next)
              .putLong(bytes)
              .putLong(lastMillis)
              .array());
      database.write(batch);
    }
    budget.add(bytesRemoved - bytesBeforeFirst);
    bytesRemoved = bytesBeforeFirst;
    removedTo = first;
    database.dropFiles(from, to);
  }

  /** Whoever calls has removed them from disk, or will. */
  @Override
  public synchronized void clear() {
    budget.add(bytesRemoved - bytes);
    moveFirst(null);
    removedTo = next;
    bytesRemoved = bytes;
  }
}
