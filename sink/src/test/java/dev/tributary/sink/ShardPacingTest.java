package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lanes against shards that take so many records a second and no more. */
final class ShardPacingTest {

  private static final int SLOW = 500;
  private static final int FAST = 5000;
  private static final Outcome.Retry THROTTLED =
      new Outcome.Retry("ProvisionedThroughputExceededException", "", Duration.ZERO);

  private final HandDriver driver = new HandDriver(1);
  private final Map<String, Bucket> buckets =
      new HashMap<>(Map.of("slow", new Bucket(SLOW), "fast", new Bucket(FAST)));
  private final Map<String, Integer> lastOfKey = new HashMap<>();
  private int disorder;
  private int ended;

  /** A shard: takes its rate, and a tenth of a second in advance. */
  private final class Bucket {
    final double ratePerNano;
    long fullNanos;
    int taken;
    int refused;

    Bucket(int ratePerSecond) {
      this.ratePerNano = ratePerSecond / 1e9;
      this.fullNanos = driver.environment().nanos().getAsLong();
    }

    Outcome take(SinkRecord record) {
      long now = driver.environment().nanos().getAsLong();
      fullNanos = fullNanos - now < 0 ? now : fullNanos;
      if (fullNanos - now > 100_000_000) {
        refused++;
        return THROTTLED;
      }
      fullNanos += (long) (1 / ratePerNano);
      taken++;
      Integer before = lastOfKey.put(record.partitionKey(), record.data().length);
      disorder += before != null && before >= record.data().length ? 1 : 0;
      return new Outcome.Delivered("shard", "1");
    }
  }

  private final class Service implements Delivery {
    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      return new BatchOutcome.PerRecord(
          batch.stream().map(record -> shard(record).take(record)).toList());
    }

    private Bucket shard(SinkRecord record) {
      return buckets.get(shardOf(record));
    }

    @Override
    public String shardOf(SinkRecord record) {
      return record.partitionKey().substring(0, 4);
    }

    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return new Limits(500, 1 << 20, 1 << 20, 256);
    }

    @Override
    public void close() {}
  }

  private final class Ended implements Lane.EndedRecords {
    @Override
    public void ended(QueuedRecord queued, Outcome outcome) {
      ended++;
    }

    @Override
    public void bytesFreed(long bytes) {}

    @Override
    public boolean othersWait() {
      return false;
    }
  }

  private LaneSet lanes(Ordering ordering) {
    ActionSettings d = ActionSettings.defaults();
    ActionSettings settings =
        new ActionSettings(
            true,
            100,
            Duration.ofMillis(20),
            d.buffer(),
            8,
            4,
            null,
            ordering,
            d.healthCheckInterval(),
            d.healthCheckIntervalJitter(),
            d.healthCheckTimeout(),
            Duration.ofMillis(500),
            null);
    LaneSet set = new LaneSet("a", settings, new Service(), driver.environment(), new Ended());
    set.startLanes();
    return set;
  }

  private List<QueuedRecord> records(String shard, int keys, int perKey) {
    List<QueuedRecord> records = new ArrayList<>();
    for (int i = 1; i <= perKey; i++) {
      for (int key = 0; key < keys; key++) {
        SinkRecord record = new SinkRecord(shard + "-" + key, null, new byte[i], 0, Origin.NONE);
        records.add(new QueuedRecord(record, driver.environment().nanos().getAsLong()));
      }
    }
    return records;
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void aSlowShardIsUsedWellIsRarelyAskedTooMuchAndHoldsNoOtherUp(Ordering ordering) {
    driver.requestsTake(Duration.ofMillis(10));
    LaneSet set = lanes(ordering);
    set.appendAll(records("slow", 200, 40));
    set.appendAll(records("fast", 200, 40));
    Bucket slow = buckets.get("slow");
    Bucket fast = buckets.get("fast");
    driver.run(Duration.ofSeconds(4));
    assertThat(fast.taken).as("8000 records at 5000 a second").isEqualTo(8000);
    int taken = slow.taken;
    int refused = slow.refused;
    driver.run(Duration.ofSeconds(8));
    assertThat(slow.taken - taken).as("of 4000 in eight seconds").isGreaterThan(2800);
    assertThat(slow.refused - refused).as("refusals").isLessThan((slow.taken - taken) / 4);
    driver.run(Duration.ofSeconds(60));
    assertThat(ended).isEqualTo(16_000);
    if (ordering == Ordering.STRICT) {
      assertThat(disorder).isZero();
    }
    StatisticsSum sum = new StatisticsSum();
    set.addTo(sum);
    ActionStatistics statistics = sum.statistics(0, 0, 0, 0);
    assertThat(statistics.throttlesByShard().get("slow")).isEqualTo(slow.refused);
    assertThat(statistics.errors().get(THROTTLED.errorCode()))
        .isEqualTo(slow.refused + fast.refused);
  }

  @Test
  void nothingIsPacedBeforeAThrottleAndSomeSecondsAfterTheLast() {
    ShardPacer pacer = new ShardPacer(SinkRecord::partitionKey);
    SinkRecord record = new SinkRecord("s", null, new byte[999], 0, Origin.NONE);
    long second = 1_000_000_000L;
    long now = 7;
    Outcome stored = new Outcome.Delivered("s", "1");
    pacer.answered(List.of(record), List.of(stored), now);
    pacer.answered(List.of(record), List.of(new Outcome.Retry("Other", "", Duration.ZERO)), now);
    assertThat(pacer.isPacing()).isFalse();
    pacer.answered(List.of(record), List.of(THROTTLED), now);
    assertThat(pacer.isPacing()).isTrue();
    assertThat(pacer.tryTake("s", 1000, now)).as("watched first").isZero();
    now += second * 3 / 5;
    pacer.answered(List.of(record), List.of(THROTTLED), now);
    int admitted = 0;
    while (pacer.tryTake("s", 1000, now) == 0) {
      admitted++;
    }
    assertThat(admitted).as("a tenth of a second at 100 KB/s, and one").isBetween(10, 12);
    assertThat(pacer.tryTake("s", 1000, now)).isPositive().isLessThan(second);
    assertThat(pacer.tryTake("other", 1000, now)).isZero();
    now += 5 * second;
    assertThat(pacer.tryTake("s", 1000, now)).isZero();
    assertThat(pacer.isPacing()).isFalse();
  }

  @Test
  void unknownShardsAreLeftToTheBackOffOfTheirKeysAndTheirNumberIsBounded() {
    ShardPacer unknown = new ShardPacer(_ -> null);
    SinkRecord record = new SinkRecord("s", null, new byte[1], 0, Origin.NONE);
    unknown.answered(List.of(record), List.of(THROTTLED), 0);
    assertThat(unknown.isPacing()).isFalse();
    ShardPacer pacer = new ShardPacer(SinkRecord::partitionKey);
    for (int i = 0; i < 2 * ShardPacer.SHARDS_MAX; i++) {
      SinkRecord other = new SinkRecord("s" + i, null, new byte[1], 0, Origin.NONE);
      pacer.answered(List.of(other), List.of(THROTTLED), 0);
    }
    assertThat(pacer.shards()).isEqualTo(ShardPacer.SHARDS_MAX);
  }
}
