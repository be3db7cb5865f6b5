package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.List;

/** Where equal parts of the hash range begin. */
final class UniformRanges {
  /** What halves and thirds differ by when they are rounded. */
  private static final long ROUNDING_MAX = 1L << 32;

  private UniformRanges() {}

  /**
   * One start for each part. A shard that begins there but for rounding keeps its start: else each
   * scaling would cut slivers of a few keys.
   */
  static List<HashKey> starts(int parts, List<Shard> open) {
    List<HashKey> starts = new ArrayList<>(parts);
    int at = 0;
    for (int i = 0; i < parts; i++) {
      HashKey even = HashKey.startOfPart(i, parts);
      while (at + 1 < open.size() && isBefore(open.get(at).startingHashKey(), even)) {
        at++;
      }
      HashKey there = open.get(at).startingHashKey();
      starts.add(there.isWithin(ROUNDING_MAX, even) ? there : even);
    }
    return starts;
  }

  private static boolean isBefore(HashKey start, HashKey even) {
    return start.compareTo(even) < 0 && !start.isWithin(ROUNDING_MAX, even);
  }
}
