package dev.tributary.broker.internal.store;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Entries of a family in the order of their keys; stands before the first until {@link #next}. */
final class RocksRange implements AutoCloseable {

  private static final long READ_AHEAD_BYTES = 2L << 20;

  private final Slice end;
  private final ReadOptions options;
  private final RocksIterator entries;
  private boolean begun;

  /**
   * @param to not among them
   */
  RocksRange(RocksDB db, ColumnFamilyHandle family, byte[] from, byte[] to) {
    this.end = new Slice(to);
    this.options = new ReadOptions().setIterateUpperBound(end);
    this.entries = db.newIterator(family, options);
    entries.seek(from);
  }

  /** All of a family, past the cache. */
  RocksRange(RocksDB db, ColumnFamilyHandle family) {
    this.end = new Slice(new byte[0]);
    this.options = new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
    this.entries = db.newIterator(family, options);
    entries.seekToFirst();
  }

  /** Goes on; false at the end. */
  boolean next() throws RocksDBException {
    if (begun) {
      entries.next();
    }
    begun = true;
    if (entries.isValid()) {
      return true;
    }
    entries.status();
    return false;
  }

  byte[] key() {
    return entries.key();
  }

  byte[] value() {
    return entries.value();
  }

  @Override
  public void close() {
    entries.close();
    options.close();
    end.close();
  }
}
