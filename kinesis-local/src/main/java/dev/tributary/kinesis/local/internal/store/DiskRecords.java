package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Records on disk; on the heap are only the ends. Positions may have gaps, where a put has failed.
 * What was trimmed is removed from disk when it is worth it, and counts until then.
 */
final class DiskRecords implements ShardRecords {
  /** So much may be trimmed and not removed, if there are records behind it. */
  private static final long TRIMMED_BYTES_MAX = 256 * 1024;

  private final DiskStream stream;
  private final RocksDatabase database;
  private final int shard;
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
  private @Nullable Staged staged;

  /** Appended and not committed. */
  private static final class Staged {
    final long firstMillis;
    long lastMillis;
    long count;
    long bytes;

    Staged(long firstMillis) {
      this.firstMillis = firstMillis;
    }
  }

  DiskRecords(
      DiskStream stream,
      RocksDatabase database,
      int shard,
      long createdMillis,
      SequenceNumbers numbers,
      StoreBudget budget) {
    this.stream = stream;
    this.database = database;
    this.shard = shard;
    this.numbers = numbers;
    this.budget = budget;
    this.first = START + 1;
    this.next = START + 1;
    this.lastMillis = createdMillis;
  }

  /** What is there from an earlier run. */
  synchronized void load() {
    byte[] trimmed = database.get(trimmedKey());
    if (trimmed != null) {
      ByteBuffer in = ByteBuffer.wrap(trimmed);
      first = in.getLong();
      next = in.getLong();
      bytes = in.getLong();
      lastMillis = in.getLong();
    }
    database.scan(
        key(first),
        key(Long.MAX_VALUE),
        entries -> {
          loadEnds(entries);
          return true;
        });
    removedTo = first;
    bytesRemoved = bytesBeforeFirst;
    budget.add(bytes - bytesBeforeFirst);
  }

  private void loadEnds(RocksIterator entries) {
    if (!entries.isValid()) {
      first = next;
      bytesBeforeFirst = bytes;
      return;
    }
    RecordCodec.Header oldest = RecordCodec.header(entries.key(), entries.value());
    first = oldest.position();
    oldestMillis = oldest.millis();
    bytesBeforeFirst = oldest.bytesBefore();
    entries.seekToLast();
    byte[] value = entries.value();
    RecordCodec.Header last = RecordCodec.header(entries.key(), value);
    next = Math.max(next, last.position() + 1);
    lastMillis = Math.max(lastMillis, last.millis());
    bytes = last.bytesBefore() + RecordCodec.footprintBytes(value.length);
  }

  @Override
  public synchronized String append(
      String partitionKey, byte[] data, EncryptionType encryption, long nowMillis) {
    Staged staging = staged;
    if (staging == null) {
      staging = new Staged(Math.max(lastMillis, nowMillis));
      staging.lastMillis = staging.firstMillis;
      staged = staging;
      stream.hasStaged(this);
    }
    staging.lastMillis = Math.max(staging.lastMillis, nowMillis);
    long position = next + staging.count;
    byte[] value =
        RecordCodec.encoded(
            staging.lastMillis,
            bytes + staging.bytes,
            encryption,
            partitionKey.getBytes(StandardCharsets.UTF_8),
            data);
    stream.stage(key(position), value);
    staging.count++;
    staging.bytes += RecordCodec.footprintBytes(value.length);
    return numbers.format(staging.lastMillis, position);
  }

  /** They are stored. */
  synchronized void publish() {
    Staged stored = staged;
    if (stored != null) {
      staged = null;
      if (oldestMillis == NOTHING) {
        first = next;
        bytesBeforeFirst = bytes;
        oldestMillis = stored.firstMillis;
      }
      bytes += stored.bytes;
      budget.add(stored.bytes);
      lastMillis = stored.lastMillis;
      next += stored.count;
    }
  }

  /** They may or may not be found when the database is opened again: their positions are used. */
  synchronized void fail() {
    Staged lost = staged;
    if (lost != null) {
      staged = null;
      next += lost.count;
      lastMillis = lost.lastMillis;
    }
  }

  /** They were not even tried. */
  synchronized void forget() {
    staged = null;
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
        : database.scan(key(from), key(end), entries -> slice(entries, limit, bytesMax, end));
  }

  private Slice slice(RocksIterator entries, int limit, long bytesMax, long end) {
    List<StoredRecord> page = new ArrayList<>();
    long read = 0;
    for (; entries.isValid(); entries.next()) {
      byte[] key = entries.key();
      StoredRecord record = RecordCodec.record(key, entries.value(), numbers);
      read += record.data().length;
      if (page.size() == limit || (read > bytesMax && !page.isEmpty())) {
        return new Slice(page, DiskKeys.position(key), record.arrivalMillis());
      }
      page.add(record);
    }
    return new Slice(page, end, NOTHING);
  }

  @Override
  public long firstSince(long millis) {
    return search(header -> header.millis() >= millis);
  }

  @Override
  public OptionalLong millisAt(long position) {
    if (position < first || position >= next) {
      return OptionalLong.empty();
    }
    byte[] key = key(position);
    byte[] value = database.get(key);
    return value == null
        ? OptionalLong.empty()
        : OptionalLong.of(RecordCodec.header(key, value).millis());
  }

  /**
   * The first position whose record is so, as are all behind it; {@link #next} if none is. Looks
   * near the oldest record first, because that is where trimming ends.
   */
  private long search(Predicate<RecordCodec.Header> reached) {
    long low = first;
    long end = next;
    long start = low;
    return low >= end
        ? end
        : database.scan(
            key(low),
            key(end),
            entries -> {
              long from = start;
              long to = from;
              for (long step = 1; to < end && !isReached(entries, to, reached); step *= 2) {
                from = to + 1;
                to = Math.min(end, from + step);
              }
              return bisect(entries, from, to, reached);
            });
  }

  private long bisect(
      RocksIterator entries, long from, long to, Predicate<RecordCodec.Header> reached) {
    long low = from;
    long high = to;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (isReached(entries, middle, reached)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Of the first record from there on; behind the last it is. */
  private boolean isReached(
      RocksIterator entries, long position, Predicate<RecordCodec.Header> reached) {
    entries.seek(key(position));
    return !entries.isValid() || reached.test(RecordCodec.header(entries.key(), entries.value()));
  }

  @Override
  public synchronized void trimBefore(long millis) {
    moveFirst(firstSince(millis));
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
    long enough = bytesBeforeFirst + bytesToFree;
    // At the record behind the first at least.
    moveFirst(Math.max(before + 1, search(header -> header.bytesBefore() >= enough)));
    remove();
    return first - before;
  }

  private void moveFirst(long position) {
    long end = next;
    RecordCodec.@Nullable Header oldest =
        position >= end
            ? null
            : database.scan(
                key(position),
                key(end),
                entries ->
                    entries.isValid() ? RecordCodec.header(entries.key(), entries.value()) : null);
    if (oldest == null) {
      first = end;
      oldestMillis = NOTHING;
      bytesBeforeFirst = bytes;
    } else {
      first = oldest.position();
      oldestMillis = oldest.millis();
      bytesBeforeFirst = oldest.bytesBefore();
    }
  }

  private void remove() {
    if (removedTo == first) {
      return;
    }
    byte[] from = key(removedTo);
    byte[] to = key(first);
    try (WriteBatch batch = new WriteBatch()) {
      DiskStream.deleteRange(batch, from, to);
      DiskStream.put(
          batch,
          trimmedKey(),
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
    first = next;
    removedTo = next;
    oldestMillis = NOTHING;
    bytesBeforeFirst = bytes;
    bytesRemoved = bytes;
  }

  private byte[] key(long position) {
    return DiskKeys.record(stream.incarnation(), shard, position);
  }

  private byte[] trimmedKey() {
    return DiskKeys.shard(DiskKeys.TRIMMED, stream.incarnation(), shard);
  }
}
