package dev.tributary.sink;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an action has delivered since its counters began.
 *
 * @param requestMicros time from sending a request to its answer
 * @param deliveryMicros time from the publishing of a message to the answer that its record is kept
 * @param requestRecords records in a request
 * @param requestBytes bytes of keys and data in a request
 * @param bytesDelivered bytes of keys and data that the service keeps
 * @param requests requests answered, or failed
 * @param aggregationRatio records delivered per record of the service; 1 without aggregation, 0
 *     before the first
 * @param errors answers other than success, by the service's code
 * @param throttlesByShard records refused for throughput, by shard; {@code unknown} where it is not
 *     known
 * @param oldestQueuedMillis how long the oldest record in the buffer has waited since it was
 *     published; 0 if there is none
 * @param backPressureMillis time during which at least one publisher was held back
 * @param bufferDiskBytes bytes of the buffer's files
 * @param deadLetters dead letters kept
 * @param hotKey a key that holds its lane back under strict ordering; null if there is none
 */
public record ActionStatistics(
    Distribution requestMicros,
    Distribution deliveryMicros,
    Distribution requestRecords,
    Distribution requestBytes,
    long bytesDelivered,
    long requests,
    double aggregationRatio,
    Map<String, Long> errors,
    Map<String, Long> throttlesByShard,
    long oldestQueuedMillis,
    long backPressureMillis,
    long bufferDiskBytes,
    long deadLetters,
    @Nullable HotKey hotKey) {

  /** Of an action that has never run. */
  public static final ActionStatistics EMPTY =
      new ActionStatistics(
          Distribution.EMPTY,
          Distribution.EMPTY,
          Distribution.EMPTY,
          Distribution.EMPTY,
          0,
          0,
          0,
          Map.of(),
          Map.of(),
          0,
          0,
          0,
          0,
          null);

  /**
   * How values are spread.
   *
   * @param max and the percentiles are exact to two digits
   */
  public record Distribution(
      long count, double mean, long p50, long p95, long p99, long p999, long max) {

    public static final Distribution EMPTY = new Distribution(0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * A key with more records than one request at a time can carry away.
   *
   * @param key at most 64 characters of it
   * @param share of the action's records lately, 0 to 1
   * @param waiting its records in the lane
   */
  public record HotKey(String key, double share, long waiting) {}
}
