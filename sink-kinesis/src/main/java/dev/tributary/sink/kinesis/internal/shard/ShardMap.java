package dev.tributary.sink.kinesis.internal.shard;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open shards of a stream at one moment. Immutable. */
public final class ShardMap {

  /** No shard is known to take a record. */
  public static final int UNKNOWN = -1;

  /** A shard and the range of hash keys that it takes, both ends included. */
  public record Range(String shardId, HashKey first, HashKey last) {

    boolean holds(HashKey hash) {
      return first.compareTo(hash) <= 0 && hash.compareTo(last) <= 0;
    }
  }

  private final List<Range> ranges;
  private final Map<String, Range> byId;

  /** The starts of {@link #ranges} once more: a search touches two arrays and no objects. */
  private final long[] startHigh;

  private final long[] startLow;

  /**
   * @param open shards that take records, in any order
   */
  public ShardMap(List<Range> open) {
    ranges = open.stream().sorted(Comparator.comparing(Range::first)).toList();
    byId = new HashMap<>();
    startHigh = new long[ranges.size()];
    startLow = new long[ranges.size()];
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      byId.put(range.shardId(), range);
      startHigh[i] = range.first().high();
      startLow[i] = range.first().low();
    }
  }

  public int size() {
    return ranges.size();
  }

  /** The shard's place in this map, or {@link #UNKNOWN}. */
  public int indexOf(HashKey hash) {
    int low = 0;
    int high = startHigh.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (HashKey.compare(startHigh[middle], startLow[middle], hash.high(), hash.low()) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && ranges.get(high).holds(hash) ? high : UNKNOWN;
  }

  public String shardId(int index) {
    return ranges.get(index).shardId();
  }

  public boolean knows(String shardId) {
    return byId.containsKey(shardId);
  }

  /** Whether the shard takes records of this hash; false if the shard is not known. */
  public boolean holds(String shardId, HashKey hash) {
    @Nullable Range range = byId.get(shardId);
    return range != null && range.holds(hash);
  }
}
