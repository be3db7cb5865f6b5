package dev.tributary.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service's side of one action. Implementations know the service; they know nothing of lanes,
 * time or counters.
 */
public interface Delivery extends AutoCloseable {

  /**
   * Sends one request and blocks until it is answered or has failed; runs on a virtual thread.
   * Never throws for anything that the service or the network did.
   *
   * @param batch 1 to {@link #limits}{@code .recordsPerRequest} records, in order
   */
  BatchOutcome send(List<SinkRecord> batch) throws InterruptedException;

  /** One cheap call that shows whether a send could work now. Blocks. */
  Health check() throws InterruptedException;

  /** What the service accepts at present. Cheap; may change when a check has learned better. */
  Limits limits();

  /**
   * The shard that will take the record, as far as is known; null if it is not. Throttling is paced
   * by it. Cheap, no I/O.
   */
  default @Nullable String shardOf(SinkRecord record) {
    return null;
  }

  @Override
  void close();

  /**
   * What the service accepts.
   *
   * @param recordsPerRequest records in one request
   * @param bytesPerRequest bytes of all keys and data in one request
   * @param bytesPerRecord bytes of key and data of one record
   * @param keyCharacters Unicode characters in a partition key
   * @param bytesPerAggregate 0 if each record travels by itself. Else records of one key travel
   *     together, in order and all or nothing, if their bytes and {@link #AGGREGATE_OVERHEAD} each
   *     come to no more than this; then {@code recordsPerRequest} counts records before aggregation
   *     and takes the place of {@code batch_size}
   */
  record Limits(
      int recordsPerRequest,
      int bytesPerRequest,
      int bytesPerRecord,
      int keyCharacters,
      int bytesPerAggregate) {

    /** Bytes that a record may need in an aggregate beyond its key and data. */
    public static final int AGGREGATE_OVERHEAD = 32;

    /** Without aggregation. */
    public Limits(
        int recordsPerRequest, int bytesPerRequest, int bytesPerRecord, int keyCharacters) {
      this(recordsPerRequest, bytesPerRequest, bytesPerRecord, keyCharacters, 0);
    }
  }
}
