package dev.tributary.sink;

import java.util.List;

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

  @Override
  void close();

  /**
   * What the service accepts.
   *
   * @param recordsPerRequest records in one request
   * @param bytesPerRequest bytes of all keys and data in one request
   * @param bytesPerRecord bytes of key and data of one record
   * @param keyCharacters Unicode characters in a partition key
   */
  record Limits(
      int recordsPerRequest, int bytesPerRequest, int bytesPerRecord, int keyCharacters) {}
}
