package dev.tributary.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a lane needs of {@link ActionSettings}, in its own units.
 *
 * @param window requests that the lane may have in flight
 */
record LaneSettings(
    int batchSize,
    long batchTimeNanos,
    @Nullable Long requestTtlNanos,
    Ordering ordering,
    int window) {

  static LaneSettings of(ActionSettings settings) {
    Duration ttl = settings.requestTtl();
    return new LaneSettings(
        settings.batchSize(),
        settings.batchTime().toNanos(),
        ttl == null ? null : ttl.toNanos(),
        settings.ordering(),
        window(settings));
  }

  /** A second request of a lane could overtake the first, and all lanes share the window. */
  private static int window(ActionSettings settings) {
    return switch (settings.ordering()) {
      case STRICT, BATCH -> 1;
      case NONE -> Math.max(1, settings.inflightWindow() / settings.lanes());
    };
  }

  boolean isExpired(QueuedRecord queued, long nowNanos) {
    return requestTtlNanos != null && nowNanos - queued.submittedNanos >= requestTtlNanos;
  }

  /** Records of one request: an aggregating service counts in its own way. */
  int recordsMax(Delivery.Limits limits) {
    return limits.bytesPerAggregate() > 0
        ? limits.recordsPerRequest()
        : Math.min(batchSize, limits.recordsPerRequest());
  }
}
