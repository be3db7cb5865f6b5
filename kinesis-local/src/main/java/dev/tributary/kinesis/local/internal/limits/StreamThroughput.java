package dev.tributary.kinesis.local.internal.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * What was lately asked of a stream by control-plane calls. Thread-safe; as many buckets as there
 * are operations that are limited per stream.
 */
public final class StreamThroughput {
  private final Map<String, Bucket> calls = new HashMap<>(); // guarded by this

  synchronized boolean call(String operation, int perSecond, long nowMillis) {
    Bucket bucket = calls.computeIfAbsent(operation, _ -> new Bucket());
    boolean has = bucket.has(1, perSecond, nowMillis);
    if (has) {
      bucket.take(1);
    }
    return has;
  }
}
