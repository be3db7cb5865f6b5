package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The blocks of one shard in the database, to be found by positions. Remembers nothing; any thread.
 */
final class DiskBlocks {
  private final RocksDatabase database;
  private final int incarnation;
  private final int shard;

  DiskBlocks(RocksDatabase database, int incarnation, int shard) {
    this.database = database;
    this.incarnation = incarnation;
    this.shard = shard;
  }

  /**
   * The oldest block and the newest.
   *
   * @param bytesAfter of all records that were ever before the newest, and in it
   */
  record Ends(Block oldest, Block newest, long bytesAfter) {}

  /** From a position on; null if there is no block. */
  @Nullable Ends ends(long from) {
    return database.scan(
        place(from),
        place(Long.MAX_VALUE),
        entries -> {
          Block oldest = at(entries, from);
          if (oldest == null) {
            return null;
          }
          entries.seekToLast();
          Block newest = Block.of(entries.key());
          long bytes = Block.footprintBytes(newest.count(), entries.value().length);
          return new Ends(oldest, newest, newest.bytesBefore() + bytes);
        });
  }

  void put(StagedBlock staged, WriteBatch batch) {
    DiskStream.put(batch, DiskKeys.block(incarnation, shard, staged.block()), staged.value());
  }

  /** Records from a position on, up to another one. */
  ShardRecords.Slice read(long from, long end, int limit, long bytesMax, SequenceNumbers numbers) {
    return database.scan(
        place(0),
        place(end),
        entries -> {
          standAt(entries, from);
          return slice(entries, from, end, new Page(limit, bytesMax), numbers);
        });
  }

  /** How much may be read, and what is. */
  private static final class Page {
    private final int limit;
    private final long bytesMax;
    private final List<StoredRecord> records = new ArrayList<>();
    private long bytes;

    Page(int limit, long bytesMax) {
      this.limit = limit;
      this.bytesMax = bytesMax;
    }

    boolean isFull() {
      return records.size() == limit;
    }

    /** One is taken whatever its size. */
    boolean takes(int dataBytes) {
      return !isFull() && (records.isEmpty() || bytes + dataBytes <= bytesMax);
    }

    void add(StoredRecord record) {
      bytes += record.data().length;
      records.add(record);
    }
  }

  private static ShardRecords.Slice slice(
      RocksIterator entries, long from, long end, Page page, SequenceNumbers numbers) {
    for (; entries.isValid(); entries.next()) {
      Block block = Block.of(entries.key());
      if (page.isFull()) {
        return new ShardRecords.Slice(page.records, block.first(), block.arrivalMillis());
      }
      BlockReader reader = new BlockReader(block, entries.value(), numbers);
      while (reader.position() < from) {
        reader.skip();
      }
      while (reader.hasNext()) {
        if (!page.takes(reader.dataBytes())) {
          return new ShardRecords.Slice(page.records, reader.position(), block.arrivalMillis());
        }
        page.add(reader.next());
      }
    }
    return new ShardRecords.Slice(page.records, end, ShardRecords.NOTHING);
  }

  /** At the block with this position, or else at the next one. */
  private void standAt(RocksIterator entries, long position) {
    entries.seekForPrev(place(position + 1));
    if (!entries.isValid()) {
      entries.seek(place(position));
    } else if (Block.of(entries.key()).next() <= position) {
      entries.next();
    }
  }

  /** The block with this position; null if there is none. */
  @Nullable Block holding(long position) {
    return database.scan(
        place(0),
        place(position + 1),
        entries -> {
          entries.seekToLast();
          Block block = entries.isValid() ? Block.of(entries.key()) : null;
          return block == null || block.next() <= position ? null : block;
        });
  }

  /**
   * The first block that is so, as are all behind it; null if none is. Looks near the oldest one
   * first, because that is where trimming ends.
   */
  @Nullable Block first(long first, long end, Predicate<Block> reached) {
    return database.scan(
        place(first),
        place(end),
        entries -> {
          long from = first;
          long to = first;
          for (long step = 1; to < end && !isReached(entries, to, reached); step *= 2) {
            from = to + 1;
            to = Math.min(end, from + step);
          }
          return at(entries, bisected(entries, from, to, reached));
        });
  }

  private long bisected(RocksIterator entries, long from, long to, Predicate<Block> reached) {
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

  /** Behind the last one it is. */
  private boolean isReached(RocksIterator entries, long position, Predicate<Block> reached) {
    Block block = at(entries, position);
    return block == null || reached.test(block);
  }

  /** The block that begins there or later; null if none does. */
  private @Nullable Block at(RocksIterator entries, long position) {
    entries.seek(place(position));
    return entries.isValid() ? Block.of(entries.key()) : null;
  }

  byte[] place(long position) {
    return DiskKeys.place(incarnation, shard, position);
  }
}
