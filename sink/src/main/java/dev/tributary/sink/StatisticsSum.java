package dev.tributary.sink;

import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How an action, or a part of it, has delivered. Sums add up: the lanes that run, and one of all
 * that have run before. Not thread-safe: guarded by its owner.
 *
 * <p>Bounded: histograms of two digits whose values are cut off at an hour (requests), 30 days
 * (delivery), 2^20 records and 1 GiB; {@value #CODES_MAX} error codes, {@value #SHARDS_MAX} shards.
 */
final class StatisticsSum {

  static final int CODES_MAX = 64;
  static final int SHARDS_MAX = 1024;
  private static final String UNKNOWN_SHARD = "unknown";
  private static final int DIGITS = 2;

  private final Histogram requestMicros = new Histogram(3_600_000_000L, DIGITS);
  private final Histogram deliveryMicros = new Histogram(30L * 86_400 * 1_000_000, DIGITS);
  private final Histogram requestRecords = new Histogram(1 << 20, DIGITS);
  private final Histogram requestBytes = new Histogram(1 << 30, DIGITS);
  private final BoundedCounts errors = new BoundedCounts(CODES_MAX);
  private final BoundedCounts throttles = new BoundedCounts(SHARDS_MAX);
  private long bytesDelivered;
  private long requests;
  private long recordsAnswered;
  private long serviceRecords;

  // Of the present moment: these do not outlive the lanes that they were seen in.
  private long oldestCreatedAtMillis = LaneInbox.NO_TIME;
  private ActionStatistics.@Nullable HotKey hotKey;

  /** A request was answered, or failed. */
  void answered(
      Batch batch,
      BatchOutcome outcome,
      long micros,
      long nowMillis,
      Function<SinkRecord, @Nullable String> shards) {
    requests++;
    record(requestMicros, micros);
    record(requestRecords, batch.size());
    record(requestBytes, batch.bytes());
    switch (outcome) {
      case BatchOutcome.PerRecord(var outcomes, int storedAs) -> {
        recordsAnswered += batch.size();
        serviceRecords += storedAs;
        for (int i = 0; i < batch.size(); i++) {
          answered(batch.record(i), outcomes.get(i), nowMillis, shards);
        }
      }
      case BatchOutcome.RetryAll(String code, var _, var _) -> errors.add(code, 1);
      case BatchOutcome.Hold(String code, var _) -> errors.add(code, 1);
      case BatchOutcome.Invalid(String code, var _) -> errors.add(code, 1);
    }
  }

  private void answered(
      QueuedRecord queued,
      Outcome outcome,
      long nowMillis,
      Function<SinkRecord, @Nullable String> shards) {
    switch (outcome) {
      case Outcome.Delivered _ -> {
        bytesDelivered += queued.bytes;
        record(deliveryMicros, (nowMillis - queued.record.createdAtMillis()) * 1000);
      }
      case Outcome.Retry(String code, var _, var _) -> {
        errors.add(code, 1);
        if (Throttling.isThrottling(code)) {
          String shard = shards.apply(queued.record);
          throttles.add(shard == null ? UNKNOWN_SHARD : shard, 1);
        }
      }
      case Outcome.Failed(String code, var _) -> errors.add(code, 1);
      case Outcome.Dropped _ -> {}
    }
  }

  /** Clocks may go backwards, and some messages are older than any histogram. */
  private static void record(Histogram histogram, long value) {
    histogram.recordValue(Math.clamp(value, 0, histogram.getHighestTrackableValue()));
  }

  /** Records created at this time are still in the buffer. */
  void noteOldest(long createdAtMillis) {
    oldestCreatedAtMillis = Math.min(oldestCreatedAtMillis, createdAtMillis);
  }

  void noteHotKey(ActionStatistics.@Nullable HotKey key) {
    if (key != null && (hotKey == null || key.waiting() > hotKey.waiting())) {
      hotKey = key;
    }
  }

  void addTo(StatisticsSum sum) {
    sum.add(this);
  }

  private void add(StatisticsSum other) {
    requestMicros.add(other.requestMicros);
    deliveryMicros.add(other.deliveryMicros);
    requestRecords.add(other.requestRecords);
    requestBytes.add(other.requestBytes);
    other.errors.addTo(errors);
    other.throttles.addTo(throttles);
    bytesDelivered += other.bytesDelivered;
    requests += other.requests;
    recordsAnswered += other.recordsAnswered;
    serviceRecords += other.serviceRecords;
    noteOldest(other.oldestCreatedAtMillis);
    noteHotKey(other.hotKey);
  }

  void reset() {
    requestMicros.reset();
    deliveryMicros.reset();
    requestRecords.reset();
    requestBytes.reset();
    errors.clear();
    throttles.clear();
    bytesDelivered = 0;
    requests = 0;
    recordsAnswered = 0;
    serviceRecords = 0;
    oldestCreatedAtMillis = LaneInbox.NO_TIME;
    hotKey = null;
  }

  /** With what the lanes do not know. */
  ActionStatistics statistics(
      long nowMillis, long backPressureMillis, long bufferDiskBytes, long deadLetters) {
    return new ActionStatistics(
        distribution(requestMicros),
        distribution(deliveryMicros),
        distribution(requestRecords),
        distribution(requestBytes),
        bytesDelivered,
        requests,
        serviceRecords == 0 ? 0 : (double) recordsAnswered / serviceRecords,
        errors.toMap(),
        throttles.toMap(),
        oldestCreatedAtMillis == LaneInbox.NO_TIME
            ? 0
            : Math.max(0, nowMillis - oldestCreatedAtMillis),
        backPressureMillis,
        bufferDiskBytes,
        deadLetters,
        hotKey);
  }

  private static ActionStatistics.Distribution distribution(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return ActionStatistics.Distribution.EMPTY;
    }
    return new ActionStatistics.Distribution(
        histogram.getTotalCount(),
        histogram.getMean(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(95),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
