package dev.tributary.kinesis.local.internal.store;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * How RocksDB is set up: what is written is read once or twice, in order, and removed from its old
 * end. Owns the native objects of that, which outlive the database.
 */
final class RocksTuning implements AutoCloseable {
  /** Of the write-ahead log: what a start has to read at most. */
  static final long LOG_BYTES_MAX = 64L << 20;

  private static final long BUFFER_BYTES = 16L << 20;
  private static final int BUFFERS_MAX = 3;
  private static final long CACHE_BYTES = 16L << 20;
  private static final long FILE_BYTES = 16L << 20;
  private static final long BLOCK_BYTES = 32L << 10;
  private static final int JOBS_MAX = 2;
  private static final int OPEN_FILES_MAX = 256;
  private static final long OWN_LOG_BYTES = 1L << 20;
  private static final long OWN_LOGS = 2;

  private final LRUCache cache = new LRUCache(CACHE_BYTES);
  private final Options options;
  private final WriteOptions writing;

  /**
   * @param sync whether what is stored survives the end of the machine, too
   */
  RocksTuning(boolean sync) {
    this.writing = new WriteOptions().setSync(sync);
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(BUFFER_BYTES)
            .setMaxWriteBufferNumber(BUFFERS_MAX)
            .setMaxTotalWalSize(LOG_BYTES_MAX)
            .setTargetFileSizeBase(FILE_BYTES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(JOBS_MAX)
            .setMaxOpenFiles(OPEN_FILES_MAX)
            // A process that was killed leaves a last write that is not complete, never a gap.
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(OWN_LOG_BYTES)
            .setKeepLogFileNum(OWN_LOGS)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setBlockSize(BLOCK_BYTES));
  }

  Options options() {
    return options;
  }

  WriteOptions writing() {
    return writing;
  }

  @Override
  public void close() {
    writing.close();
    options.close();
    cache.close();
  }
}
