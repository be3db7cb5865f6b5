package dev.tributary.kinesis.local.internal.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When something was done to a stream within the last 24 hours. Immutable; bounded by the limits.
 *
 * @param millis of each kind, the oldest first
 */
record RecentChanges(Map<DailyChange, List<Long>> millis) {
  static final RecentChanges NONE = new RecentChanges(Map.of());
  private static final long DAY_MILLIS = Duration.ofHours(24).toMillis();

  RecentChanges {
    Map<DailyChange, List<Long>> copy = new EnumMap<>(DailyChange.class);
    millis.forEach((change, times) -> copy.put(change, List.copyOf(times)));
    millis = Collections.unmodifiableMap(copy);
  }

  /** With one more; empty if there were too many. What is a day old is forgotten. */
  Optional<RecentChanges> and(DailyChange change, long nowMillis) {
    Map<DailyChange, List<Long>> recent = new EnumMap<>(DailyChange.class);
    millis.forEach((kind, times) -> {
      List<Long> left = times.stream().filter(time -> time > nowMillis - DAY_MILLIS).toList();
      if (!left.isEmpty()) {
        recent.put(kind, left);
      }
    });
    List<Long> times = new ArrayList<>(recent.getOrDefault(change, List.of()));
    if (times.size() >= change.max()) {
      return Optional.empty();
    }
    times.add(nowMillis);
    recent.put(change, times);
    return Optional.of(new RecentChanges(recent));
  }
}
