package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What lanes show of themselves: status, statistics, their end. */
final class LaneSetTest {

  private static final long NOW_MILLIS = 1_000_000;
  private static final Outcome OK = new Outcome.Delivered("s", "1");

  private final HandDriver driver = new HandDriver(5);
  private final List<String> ended = new ArrayList<>();
  private Function<List<SinkRecord>, BatchOutcome> service =
      batch -> new BatchOutcome.PerRecord(batch.stream().map(_ -> OK).toList());
  private int bytesPerAggregate;
  private LoopDriver loops = driver;

  private final class Ended implements Lane.EndedRecords {
    @Override
    public void ended(QueuedRecord queued, Outcome outcome) {
      ended.add(queued.record.partitionKey() + " " + outcome.getClass().getSimpleName());
    }

    @Override
    public void bytesFreed(long bytes) {}

    @Override
    public boolean othersWait() {
      return false;
    }
  }

  private final class Service implements Delivery {
    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      return service.apply(List.copyOf(batch));
    }

    @Override
    public String shardOf(SinkRecord record) {
      if (record.partitionKey().startsWith("bug")) {
        throw new IllegalStateException("a bug in the delivery");
      }
      return record.partitionKey().startsWith("?") ? null : "shard-1";
    }

    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return new Limits(100, 10_000, 10_000, 256, bytesPerAggregate);
    }

    @Override
    public void close() {}
  }

  private LaneSet set(Ordering ordering) {
    ActionSettings d = ActionSettings.defaults();
    ActionSettings settings =
        new ActionSettings(
            true,
            50,
            Duration.ofMillis(20),
            d.buffer(),
            8,
            2,
            null,
            ordering,
            d.healthCheckInterval(),
            d.healthCheckIntervalJitter(),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            null);
    SinkEnvironment plain = driver.environment();
    SinkEnvironment environment =
        new SinkEnvironment(
            plain.nanos(),
            () -> Instant.ofEpochMilli(NOW_MILLIS),
            plain.randoms(),
            loops,
            Storage.none());
    LaneSet set = new LaneSet("a", settings, new Service(), environment, new Ended());
    set.startLanes();
    set.startChecks(Duration.ofSeconds(1));
    return set;
  }

  private QueuedRecord record(String key, long createdAtMillis) {
    SinkRecord record = new SinkRecord(key, null, new byte[9], createdAtMillis, Origin.NONE);
    return new QueuedRecord(record, driver.environment().nanos().getAsLong());
  }

  private void appendHot(LaneSet set, int records) {
    String hot = "h" + "o".repeat(100);
    set.appendAll(IntStream.range(0, records).mapToObj(_ -> record(hot, 0)).toList());
    set.appendAll(IntStream.range(0, 10).mapToObj(i -> record("cold-" + i, 0)).toList());
  }

  private static ActionStatistics statistics(LaneSet set) {
    StatisticsSum sum = new StatisticsSum();
    set.addTo(sum);
    return sum.statistics(NOW_MILLIS, 0, 0, 0);
  }

  @Test
  void aKeyThatHoldsItsLaneBackIsToldWithWhatHelpsAndWithoutItsName() {
    driver.requestsTake(Duration.ofMillis(10));
    LaneSet set = set(Ordering.STRICT);
    appendHot(set, 2000);
    driver.run(Duration.ofSeconds(7));
    ActionStatistics.HotKey hot = statistics(set).hotKey();
    assertThat(hot).isNotNull();
    assertThat(hot.key()).isEqualTo("h" + "o".repeat(63));
    assertThat(hot.share()).isBetween(0.9, 1.0);
    assertThat(hot.waiting()).isBetween(500L, 1999L);
    Health health = set.health();
    assertThat(health.status()).isEqualTo(ResourceStatus.CONNECTED);
    assertThat(health.reason())
        .contains("%", "aggregation = kpl", "ordering = batch")
        .doesNotContain("hoo");
    driver.run(Duration.ofSeconds(60));
    assertThat(ended).hasSize(2010);
    assertThat(statistics(set).hotKey()).isNull();
    assertThat(set.health()).isEqualTo(Health.CONNECTED);
  }

  @Test
  void noKeyIsHotWhereSeveralOfItsRecordsTravelTogether() {
    driver.requestsTake(Duration.ofMillis(10));
    bytesPerAggregate = 100;
    LaneSet aggregated = set(Ordering.STRICT);
    appendHot(aggregated, 5000);
    driver.run(Duration.ofSeconds(7));
    assertThat(ended).hasSizeLessThan(5010);
    assertThat(statistics(aggregated).hotKey()).isNull();
  }

  @Test
  void failuresAreNotTakenForAHotKey() {
    service = _ -> new BatchOutcome.RetryAll("InternalFailure", "500", Duration.ZERO);
    LaneSet set = set(Ordering.STRICT);
    appendHot(set, 2000);
    driver.run(Duration.ofSeconds(20));
    assertThat(statistics(set).hotKey()).isNull();
    assertThat(set.health().reason()).isEqualTo("500 (InternalFailure)");
  }

  @Test
  void statisticsTellWhatWasSentAndAnsweredAndHowLongItTook() {
    Outcome throttled =
        new Outcome.Retry("ProvisionedThroughputExceededException", "", Duration.ZERO);
    List<BatchOutcome> answers =
        new ArrayList<>(
            List.of(
                new BatchOutcome.PerRecord(List.of(throttled, OK, throttled), 1),
                new BatchOutcome.RetryAll("Timeout", "", Duration.ZERO),
                new BatchOutcome.PerRecord(List.of()),
                new BatchOutcome.PerRecord(
                    List.of(new Outcome.Failed("InternalFailure", "too bad"), OK), 1)));
    service =
        _ -> {
          driver.advance(Duration.ofMillis(4));
          return answers.removeFirst();
        };
    LaneSet set = set(Ordering.NONE);
    set.appendAll(
        List.of(record("k", 999_000), record("k", NOW_MILLIS + 500), record("k", NOW_MILLIS - 7)));
    assertThat(statistics(set).oldestQueuedMillis()).isEqualTo(1000);
    driver.run(Duration.ofSeconds(5));
    ActionStatistics statistics = statistics(set);
    assertThat(ended).containsExactlyInAnyOrder("k Delivered", "k Delivered", "k Failed");
    assertThat(statistics.requests()).isEqualTo(statistics.requestMicros().count());
    assertThat(statistics.requestMicros().p50()).isBetween(3970L, 4030L);
    assertThat(statistics.requestRecords().max()).isEqualTo(3);
    assertThat(statistics.requestBytes().max()).isEqualTo(30);
    assertThat(statistics.bytesDelivered()).isEqualTo(20);
    assertThat(statistics.deliveryMicros().count()).isEqualTo(2);
    assertThat(statistics.deliveryMicros().p50()).as("published in the future").isZero();
    assertThat(statistics.errors())
        .containsEntry("ProvisionedThroughputExceededException", 2L)
        .containsEntry("InternalFailure", 1L)
        .containsEntry("Timeout", 1L)
        .containsEntry("MalformedAnswer", 1L);
    assertThat(statistics.requests()).isEqualTo(4);
    assertThat(statistics.aggregationRatio()).isEqualTo(2.5);
    assertThat(statistics.throttlesByShard()).containsOnly(Map.entry("shard-1", 2L));
    assertThat(statistics.oldestQueuedMillis()).isZero();
    set.resetStatistics();
    assertThat(statistics(set)).isEqualTo(ActionStatistics.EMPTY);
  }

  @Test
  void codesAndShardsAreBoundedAndSumsOfSumsAddUp() {
    BoundedCounts counts = new BoundedCounts(2);
    counts.add("a", 1);
    counts.add("b", 1);
    counts.add("c", 1);
    counts.add("d", 1);
    counts.add("a", 1);
    BoundedCounts twice = new BoundedCounts(2);
    counts.addTo(twice);
    counts.addTo(twice);
    assertThat(counts.toMap()).isEqualTo(Map.of("a", 2L, "b", 1L, "other", 2L));
    assertThat(twice.toMap().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(10);
  }

  @Test
  void aRequestWithoutAnAnswerIsSeenHoweverManyOthersAreAnswered() {
    LaneSet set = set(Ordering.NONE);
    set.append(record("k", 0));
    driver.settle();
    driver.requestsTake(Duration.ofDays(1));
    set.append(record("k", 0));
    driver.run(Duration.ofMillis(50));
    driver.requestsTake(Duration.ZERO);
    for (int i = 0; i < 11; i++) {
      set.append(record("k", 0));
      driver.run(Duration.ofSeconds(1));
    }
    assertThat(ended).hasSize(12);
    assertThat(set.health().status()).isEqualTo(ResourceStatus.CONNECTING);
    assertThat(set.health().reason()).startsWith("a request has had no answer for 11 s");
  }

  @Test
  void requestsInFlightAreWaitedForAtTheEndAndWhatHasNoAnswerIsKept() {
    LaneSet set = set(Ordering.NONE);
    driver.requestsTake(Duration.ofDays(1));
    for (int i = 0; i < 8; i++) {
      set.append(record("k" + i, 0));
      driver.run(Duration.ofMillis(50));
    }
    assertThat(driver.flights()).isEqualTo(8);
    set.close();
    assertThat(set.append(record("k", 0))).isFalse();
    set.join();
    List<QueuedRecord> kept = new ArrayList<>();
    set.drainTo(kept::add);
    assertThat(driver.flights()).isZero();
    assertThat(kept.size() + ended.size()).isEqualTo(8);
    assertThat(kept).isNotEmpty().noneMatch(queued -> queued.inFlight);
    assertThat(ended).isNotEmpty();
    OutcomeLedger sum = new OutcomeLedger();
    set.addTo(sum);
    ActionMetrics metrics = sum.metrics(new RateRing());
    assertThat(metrics.inflight()).isZero();
    assertThat(metrics.queuing()).isEqualTo(kept.size());
    StatisticsSum old = new StatisticsSum();
    set.addTo(old);
    assertThat(old.statistics(NOW_MILLIS, 0, 0, 0).requests()).isEqualTo(8);
    assertThat(old.statistics(NOW_MILLIS, 0, 0, 0).oldestQueuedMillis()).isZero();
  }

  @Test
  void aRequestThatCannotBeBegunCostsNoRecord() {
    loops = new StubbornDriver();
    LaneSet set = set(Ordering.STRICT);
    set.append(record("k", 0));
    driver.run(Duration.ofSeconds(10));
    assertThat(ended).containsExactly("k Delivered");
    assertThat(statistics(set).errors()).containsEntry("Unexpected", 2L);
  }

  /** Has no thread for the first two requests. */
  private final class StubbornDriver implements LoopDriver {
    private int refused;

    @Override
    public Worker start(String name, Loop loop) {
      return driver.start(name, loop);
    }

    @Override
    public Worker startBlocking(String name, Loop loop) {
      return driver.startBlocking(name, loop);
    }

    @Override
    public Call exchange(String name, Exchange exchange) {
      if (refused++ < 2) {
        throw new OutOfMemoryError("no thread can be made");
      }
      return driver.exchange(name, exchange);
    }

    @Override
    public Health bounded(Callable<Health> check, Duration timeout) throws InterruptedException {
      return driver.bounded(check, timeout);
    }
  }

  @Test
  void aShardThatCannotBeToldCostsNothing() {
    List<BatchOutcome> answers = new ArrayList<>();
    Outcome throttled = new Outcome.Retry("ThrottlingException", "", Duration.ZERO);
    answers.add(new BatchOutcome.PerRecord(List.of(throttled)));
    answers.add(new BatchOutcome.PerRecord(List.of(throttled)));
    service =
        batch ->
            answers.isEmpty()
                ? new BatchOutcome.PerRecord(batch.stream().map(_ -> OK).toList())
                : answers.removeFirst();
    LaneSet set = set(Ordering.STRICT);
    set.append(record("bug", 0));
    driver.run(Duration.ofSeconds(1));
    set.append(record("k", 0));
    driver.run(Duration.ofSeconds(5));
    assertThat(ended).containsExactlyInAnyOrder("bug Delivered", "k Delivered");
    assertThat(statistics(set).throttlesByShard()).containsEntry("unknown", 2L);
  }
}
