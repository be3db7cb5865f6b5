package dev.tributary.kinesis.local.internal.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The subscriptions of all consumers: at most one per consumer and shard. A newer one takes over,
 * but not within 5 seconds of the older one's start, even if that has ended (Kinesis limit).
 * Thread-safe; bounded by consumers and shards, for what has ended is dropped by the next.
 */
final class SubscribeRegister {
  private static final long TAKEN_OVER_AFTER_MILLIS = Duration.ofSeconds(5).toMillis();

  private final Map<Key, ShardSubscription> last = new HashMap<>();

  record Key(String consumerArn, String shardId) {}

  /** False if it is too early for another. */
  synchronized boolean begin(Key key, ShardSubscription next, long nowMillis) {
    last.values()
        .removeIf(
            old -> old.isClosed() && nowMillis - old.startedMillis() >= TAKEN_OVER_AFTER_MILLIS);
    ShardSubscription old = last.get(key);
    if (old != null && nowMillis - old.startedMillis() < TAKEN_OVER_AFTER_MILLIS) {
      return false;
    }
    last.put(key, next);
    if (old != null) {
      old.takenOver();
    }
    return true;
  }
}
