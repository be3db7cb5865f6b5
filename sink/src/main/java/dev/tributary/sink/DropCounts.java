package dev.tributary.sink;

import java.util.EnumMap;
import java.util.Map;

/** Records given up, by reason. Dropping is rare, so this may box. Guarded by its owner. */
final class DropCounts {

  private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);

  void add(DropReason reason, long records) {
    counts.merge(reason, records, Long::sum);
  }

  void add(DropCounts other) {
    other.counts.forEach(this::add);
  }

  void subtract(DropCounts other) {
    other.counts.forEach((reason, records) -> add(reason, -records));
  }

  long of(DropReason reason) {
    return counts.getOrDefault(reason, 0L);
  }

  long total() {
    long total = 0;
    for (long records : counts.values()) {
      total += records;
    }
    return total;
  }
}
