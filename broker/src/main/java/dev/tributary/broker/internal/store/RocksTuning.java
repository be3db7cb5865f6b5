package dev.tributary.broker.internal.store;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How RocksDB is set up: for few reads and many changes that are soon undone, in bounded memory, at
 * rest while nothing changes. Owns the native objects of that; they outlive the database.
 */
final class RocksTuning implements AutoCloseable {

  /** Changes that are in the log and not in files yet. */
  static final long WRITE_BUFFERS_BYTES_MAX = 64L << 20;

  /** What was read from files, with the indexes of those. */
  static final long BLOCK_CACHE_BYTES = 32L << 20;

  /** Of the write-ahead log: what a start has to read at most. */
  static final long LOG_BYTES_MAX = 128L << 20;

  private static final long SESSIONS_BUFFER_BYTES = 8L << 20;
  private static final long QUEUES_BUFFER_BYTES = 32L << 20;
  private static final long RETAINED_BUFFER_BYTES = 8L << 20;
  private static final int WRITE_BUFFERS_MAX = 3;
  private static final int BACKGROUND_JOBS_MAX = 2;
  private static final int OPEN_FILES_MAX = 256;
  private static final long FILE_BYTES = 32L << 20;
  private static final long BLOCK_BYTES = 16L << 10;
  private static final long BYTES_PER_SYNC = 1L << 20;
  private static final long OWN_LOG_BYTES = 1L << 20;
  private static final long OWN_LOGS = 4;

  private final List<AutoCloseable> owned = new ArrayList<>();
  private final Cache cache = own(new LRUCache(BLOCK_CACHE_BYTES));
  private final DBOptions database;
  private final ColumnFamilyOptions plain = own(new ColumnFamilyOptions());
  private final ColumnFamilyOptions sessions;
  private final ColumnFamilyOptions queues;
  private final ColumnFamilyOptions retained;

  /** The native library must be loaded. */
  RocksTuning() {
    WriteBufferManager buffers =
        own(new WriteBufferManager(WRITE_BUFFERS_BYTES_MAX, own(new LRUCache(0))));
    this.database =
        own(new DBOptions())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setWriteBufferManager(buffers)
            .setMaxTotalWalSize(LOG_BYTES_MAX)
            .setMaxBackgroundJobs(BACKGROUND_JOBS_MAX)
            .setMaxOpenFiles(OPEN_FILES_MAX)
            .setBytesPerSync(BYTES_PER_SYNC)
            // What was not synced is lost from its first gap on when the machine ends.
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            // Statistics would wake up a thread every ten minutes.
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(OWN_LOG_BYTES)
            .setKeepLogFileNum(OWN_LOGS);
    this.sessions = family(SESSIONS_BUFFER_BYTES);
    this.queues = family(QUEUES_BUFFER_BYTES);
    this.retained = family(RETAINED_BUFFER_BYTES);
  }

  DBOptions database() {
    return database;
  }

  /** In the order of {@link RocksFamily}. */
  List<ColumnFamilyDescriptor> families() {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    for (RocksFamily family : RocksFamily.values()) {
      families.add(
          new ColumnFamilyDescriptor(
              family.storedName(),
              switch (family) {
                case FORMAT -> plain;
                case SESSIONS -> sessions;
                case QUEUES -> queues;
                case RETAINED -> retained;
              }));
    }
    return families;
  }

  @Override
  public void close() {
    for (AutoCloseable object : owned.reversed()) {
      try {
        object.close();
      } catch (Exception e) {
        throw new IllegalStateException("a native object does not close", e);
      }
    }
  }

  private ColumnFamilyOptions family(long bufferBytes) {
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(bufferBytes)
        .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
        .setTargetFileSizeBase(FILE_BYTES)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setBlockSize(BLOCK_BYTES));
  }

  private <T extends AutoCloseable> T own(T object) {
    owned.add(object);
    return object;
  }
}
