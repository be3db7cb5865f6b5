package dev.tributary.sink;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts by name. Names come from outside, so only so many are kept apart; the rest is {@code
 * other}. Guarded by its owner.
 */
final class BoundedCounts {

  static final String OTHER = "other";

  private final int namesMax;
  private final Map<String, Long> counts = new HashMap<>();

  BoundedCounts(int namesMax) {
    this.namesMax = namesMax;
  }

  void add(String name, long count) {
    boolean known = counts.containsKey(name) || counts.size() < namesMax;
    counts.merge(known ? name : OTHER, count, Long::sum);
  }

  void addTo(BoundedCounts sum) {
    counts.forEach(sum::add);
  }

  void clear() {
    counts.clear();
  }

  Map<String, Long> toMap() {
    return Map.copyOf(counts);
  }
}
