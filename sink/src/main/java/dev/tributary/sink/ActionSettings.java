package dev.tributary.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code resource_opts} of an action, and its {@code ordering}.
 *
 * @param batchSize records in one request, 1 to 500 (Kinesis limit)
 * @param batchTime how long a record may wait for others to share its request
 * @param buffer where records wait, and what their publishers hear
 * @param inflightWindow requests in flight, 1 to 65535; a lane has one, so lanes beyond this number
 *     are not made
 * @param workerPoolSize lanes, 1 to 1024; records are spread over them by partition key
 * @param requestTtl a record older than this is given up; {@code null} is {@code infinity}
 * @param healthCheckInterval between two checks of a healthy action, 1 ms to 1 h
 * @param healthCheckIntervalJitter added to the interval at random, so that actions do not check in
 *     step
 * @param healthCheckTimeout no answer for this long is shown as {@code connecting}; {@code null} is
 *     {@code infinity}
 * @param resumeInterval longest back-off between two tries, and the interval of checks while the
 *     action is not connected
 * @param deadLetter where records are kept that end otherwise than delivered; {@code null}: nowhere
 */
public record ActionSettings(
    boolean enable,
    int batchSize,
    Duration batchTime,
    BufferSettings buffer,
    int inflightWindow,
    int workerPoolSize,
    @Nullable Duration requestTtl,
    Ordering ordering,
    Duration healthCheckInterval,
    Duration healthCheckIntervalJitter,
    @Nullable Duration healthCheckTimeout,
    Duration resumeInterval,
    @Nullable DeadLetterSettings deadLetter) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration YEAR = Duration.ofDays(365);

  public ActionSettings {
    Range.check("batch_size", batchSize, 1, 500);
    Range.check("batch_time", batchTime, Duration.ZERO, HOUR);
    Range.check("inflight_window", inflightWindow, 1, 65_535);
    Range.check("worker_pool_size", workerPoolSize, 1, 1024);
    Range.checkUnlessInfinite("request_ttl", requestTtl, MILLISECOND, YEAR);
    Range.check("health_check_interval", healthCheckInterval, MILLISECOND, HOUR);
    Range.check("health_check_interval_jitter", healthCheckIntervalJitter, Duration.ZERO, HOUR);
    Range.checkUnlessInfinite("health_check_timeout", healthCheckTimeout, MILLISECOND, HOUR);
    Range.check("resume_interval", resumeInterval, MILLISECOND, HOUR);
  }

  /** The defaults of {@code emqx-compatibility.md}, with our own time to live: infinity. */
  public static ActionSettings defaults() {
    return new ActionSettings(
        true,
        100,
        Duration.ofMillis(100),
        BufferSettings.memory(256L << 20),
        100,
        16,
        null,
        Ordering.STRICT,
        Duration.ofSeconds(15),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        null);
  }

  /** Lanes that are made: each has at most one request in flight. */
  int lanes() {
    return Math.min(workerPoolSize, inflightWindow);
  }
}
