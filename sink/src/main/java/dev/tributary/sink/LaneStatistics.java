package dev.tributary.sink;

import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the lanes of one set have seen. Any thread; one short lock per answered request. */
final class LaneStatistics {

  private final InstantSource clock;
  private final Function<SinkRecord, @Nullable String> shards;
  private final StatisticsSum sum = new StatisticsSum();

  LaneStatistics(InstantSource clock, Function<SinkRecord, @Nullable String> shards) {
    this.clock = clock;
    this.shards = shards;
  }

  void answered(Batch batch, BatchOutcome outcome, long requestNanos) {
    long nowMillis = clock.millis();
    synchronized (this) {
      sum.answered(batch, outcome, requestNanos / 1000, nowMillis, shards);
    }
  }

  synchronized void addTo(StatisticsSum total) {
    sum.addTo(total);
  }

  synchronized void reset() {
    sum.reset();
  }
}
