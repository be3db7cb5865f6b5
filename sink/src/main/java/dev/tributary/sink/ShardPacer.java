package dev.tributary.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lanes of an action from sending a shard more than it takes. A shard is paced from its
 * first refusal for throughput until some seconds without one; see {@link ShardPace}. Any thread.
 *
 * <p>Bounded: shards beyond the first {@value #SHARDS_MAX} are left to the back-off of their keys.
 */
final class ShardPacer {

  static final int SHARDS_MAX = 1024;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final Function<SinkRecord, @Nullable String> shards;
  private final Map<String, ShardPace> paces = new HashMap<>();
  private long sweptNanos;

  /** Nothing below is touched while this is false: pacing costs nothing until it is needed. */
  private volatile boolean pacing;

  /**
   * @param shards the shard that will take a record; null if it is not known
   */
  ShardPacer(Function<SinkRecord, @Nullable String> shards) {
    this.shards = shards;
  }

  boolean isPacing() {
    return pacing;
  }

  /** How many shards are paced. */
  synchronized int shards() {
    return paces.size();
  }

  @Nullable String shardOf(SinkRecord record) {
    return shards.apply(record);
  }

  /** 0 if the record may be sent now, and is counted; else nanoseconds to wait before asking. */
  synchronized long tryTake(String shard, int bytes, long nowNanos) {
    sweep(nowNanos);
    ShardPace pace = paces.get(shard);
    return pace == null ? 0 : pace.tryTake(bytes, nowNanos);
  }

  /** Counts a record that travels with one that was admitted. */
  synchronized void charge(String shard, int bytes) {
    ShardPace pace = paces.get(shard);
    if (pace != null) {
      pace.charge(bytes);
    }
  }

  /** Learns from what became of each record. */
  void answered(List<SinkRecord> records, List<Outcome> outcomes, long nowNanos) {
    if (!pacing && !anyThrottled(outcomes)) {
      return;
    }
    synchronized (this) {
      for (int i = 0; i < records.size(); i++) {
        learn(records.get(i), outcomes.get(i), nowNanos);
      }
      sweep(nowNanos);
      pacing = !paces.isEmpty();
    }
  }

  private static boolean anyThrottled(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (Throttling.isThrottled(outcome)) {
        return true;
      }
    }
    return false;
  }

  private void learn(SinkRecord record, Outcome outcome, long nowNanos) {
    String shard = shards.apply(record);
    if (shard == null) {
      return;
    }
    ShardPace pace = paces.get(shard);
    if (Throttling.isThrottled(outcome)) {
      if (pace == null && paces.size() < SHARDS_MAX) {
        pace = new ShardPace(nowNanos);
        paces.put(shard, pace);
      }
      if (pace != null) {
        pace.throttled(nowNanos);
      }
    } else if (pace != null && outcome instanceof Outcome.Delivered) {
      pace.accepted(record.bytes(), nowNanos);
    }
  }

  private void sweep(long nowNanos) {
    if (nowNanos - sweptNanos >= SWEEP_NANOS || nowNanos - sweptNanos < 0) {
      sweptNanos = nowNanos;
      paces.values().removeIf(pace -> pace.isOver(nowNanos));
      pacing = !paces.isEmpty();
    }
  }
}
