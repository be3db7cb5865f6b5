package dev.tributary.kinesis.local.internal.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * RocksDB in a directory: any thread may use it, and close it while others do. After a failed write
 * it takes no more, so it is opened again before the next one, at most once a second. Whatever
 * fails throws {@link StoreException}, and the log is told.
 */
final class RocksDatabase implements AutoCloseable {
  private static final long REOPEN_EVERY_MILLIS = 1000;

  /** Opening writes its log into tables; with less room it is not tried, so that reads go on. */
  private static final long REOPEN_BYTES_MIN = RocksTuning.LOG_BYTES_MAX / 2;

  private final DiskFolder folder;
  private final RocksTuning tuning;
  private final InstantSource clock;
  private final DiskTrouble trouble;

  /** Write-locked to open and to close. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private @Nullable RocksDB db;
  private boolean closed;
  private long reopenedMillis = Long.MIN_VALUE;

  private RocksDatabase(DiskFolder folder, RocksTuning tuning, InstantSource clock) {
    this.folder = folder;
    this.tuning = tuning;
    this.clock = clock;
    this.trouble = new DiskTrouble(folder.toString(), clock);
  }

  /** Closes the folder when it is closed, and when this fails. */
  static RocksDatabase open(DiskFolder folder, boolean sync, InstantSource clock)
      throws IOException {
    RocksTuning tuning = new RocksTuning(sync);
    try {
      RocksDatabase database = new RocksDatabase(folder, tuning, clock);
      database.db = RocksDB.open(tuning.options(), folder.database().toString());
      return database;
    } catch (RocksDBException e) {
      tuning.close();
      folder.close();
      throw new IOException(
          "the directory %s of local Kinesis cannot be opened; RocksDB says: %s"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** What is done with an open database. */
  @FunctionalInterface
  interface Use<T extends @Nullable Object> {
    T with(RocksDB db) throws RocksDBException;
  }

  /** What is done with an iterator over a range. */
  @FunctionalInterface
  interface Scan<T extends @Nullable Object> {
    T over(RocksIterator entries);
  }

  byte @Nullable [] get(byte[] key) {
    return use("read", db -> db.get(key));
  }

  /** From {@code from} (where the iterator stands) to {@code to}, which is not included. */
  <T extends @Nullable Object> T scan(byte[] from, byte[] to, Scan<T> scan) {
    return use(
        "read",
        db -> {
          try (Slice begin = new Slice(from);
              Slice end = new Slice(to);
              ReadOptions options =
                  new ReadOptions().setIterateLowerBound(begin).setIterateUpperBound(end);
              RocksIterator entries = db.newIterator(options)) {
            entries.seek(from);
            T result = scan.over(entries);
            entries.status();
            return result;
          }
        });
  }

  /** All of it or nothing. */
  void write(WriteBatch batch) {
    if (trouble.isFailing()) {
      reopen();
    }
    boolean _ =
        use(
            "write to",
            db -> {
              db.write(tuning.writing(), batch);
              return true;
            });
    trouble.isOver();
  }

  /** Gives the room of a range back that was removed; what is left of it costs nothing to skip. */
  void dropFiles(byte[] from, byte[] to) {
    boolean _ =
        use(
            "write to",
            db -> {
              db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(from, to), false);
              return true;
            });
  }

  private <T extends @Nullable Object> T use(String what, Use<T> use) {
    lock.readLock().lock();
    try {
      RocksDB open = db;
      if (open == null) {
        throw new StoreException("the storage in " + folder + " is closed");
      }
      return use.with(open);
    } catch (RocksDBException e) {
      throw trouble.happened(what, e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void reopen() {
    lock.writeLock().lock();
    try {
      long now = clock.millis();
      boolean due =
          reopenedMillis == Long.MIN_VALUE || Math.abs(now - reopenedMillis) >= REOPEN_EVERY_MILLIS;
      if (closed || !due || folder.usableBytes() < REOPEN_BYTES_MIN) {
        return;
      }
      reopenedMillis = now;
      closeDatabase();
      db = RocksDB.open(tuning.options(), folder.database().toString());
    } catch (RocksDBException | IOException e) {
      throw trouble.happened("open", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void closeDatabase() {
    RocksDB closing = db;
    db = null;
    if (closing != null) {
      closing.close();
    }
  }

  /** Waits for those who use it. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closeDatabase();
        tuning.close();
        folder.close();
      }
    } catch (IOException e) {
      throw trouble.happened("close", e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
