package dev.tributary.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a lane needs of {@link ActionSettings}, in its own units. */
record LaneSettings(
    int batchSize, long batchTimeNanos, @Nullable Long requestTtlNanos, Ordering ordering) {

  static LaneSettings of(ActionSettings settings) {
    Duration ttl = settings.requestTtl();
    return new LaneSettings(
        settings.batchSize(),
        settings.batchTime().toNanos(),
        ttl == null ? null : ttl.toNanos(),
        settings.ordering());
  }

  boolean isExpired(QueuedRecord queued, long nowNanos) {
    return requestTtlNanos != null && nowNanos - queued.submittedNanos >= requestTtlNanos;
  }
}
