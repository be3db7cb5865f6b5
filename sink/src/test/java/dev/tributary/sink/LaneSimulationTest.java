package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Lanes whose requests overlap, under a seeded schedule: every ordering, aggregates, throttled
 * shards, drops of the oldest, sets that are replaced with requests in flight. After every step
 * nothing is lost or counted twice; when the faults stop, everything drains.
 */
final class LaneSimulationTest {

  private static final int SEEDS = Integer.getInteger("sim.seeds", 150);

  @Test
  void seedsHoldTheInvariants() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new World(seed).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(what.get());
    }
  }

  /** One record and what has become of it. */
  private static final class Sent implements Origin {
    final String key;
    final int number;
    boolean poison;
    Outcome outcome;

    Sent(String key, int number) {
      this.key = key;
      this.number = number;
    }

    @Override
    public void finished(Outcome last) {}
  }

  private static Sent sent(SinkRecord record) {
    return (Sent) record.origin();
  }

  private static final class World implements Lane.EndedRecords {

    private static final int SHARDS = 3;

    private final SplittableRandom random;
    private final HandDriver driver;
    private final SinkEnvironment environment;
    private final Ordering ordering;
    private final int bytesPerAggregate;
    private final int keys;
    private final Map<String, List<Sent>> byKey = new HashMap<>();
    private final Map<String, Integer> lastFirst = new HashMap<>();
    private final OutcomeLedger before = new OutcomeLedger();
    private final StatisticsSum statisticsBefore = new StatisticsSum();
    private final Set<String> underWay = new HashSet<>();
    private AssertionError broken;
    private boolean faults = true;
    private long sequence;
    private long matched;
    private long ended;
    private long deliveredBytes;
    private long freedBytes;
    private long endedBytes;
    private LaneSet set;

    World(long seed) {
      random = new SplittableRandom(seed);
      driver = new HandDriver(seed);
      environment = driver.environment();
      ordering = List.of(Ordering.values()).get(random.nextInt(3));
      bytesPerAggregate = random.nextInt(3) == 0 ? 100 + random.nextInt(200) : 0;
      keys = 1 + random.nextInt(8);
      if (random.nextInt(4) > 0) {
        driver.requestsTake(Duration.ofMillis(1 + random.nextInt(40)));
      }
      set = start();
    }

    private LaneSet start() {
      ActionSettings settings = settings();
      LaneSet fresh = new LaneSet("a", settings, new Service(settings), environment, this);
      fresh.startLanes();
      fresh.startChecks(Duration.ofSeconds(1));
      return fresh;
    }

    private ActionSettings settings() {
      return new ActionSettings(
          true,
          1 + random.nextInt(10),
          Duration.ofMillis(random.nextInt(50)),
          BufferSettings.memory(1_000_000),
          1 + random.nextInt(12),
          1 + random.nextInt(4),
          random.nextInt(4) == 0 ? Duration.ofMillis(200 + random.nextInt(3000)) : null,
          ordering,
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          null);
    }

    void play() {
      int steps = 100 + random.nextInt(200);
      for (int i = 0; i < steps; i++) {
        disturb();
        check();
      }
      faults = false;
      driver.run(Duration.ofSeconds(90));
      check();
      OutcomeLedger sum = sum();
      ActionMetrics m = sum.metrics(new RateRing());
      assertThat(m.inflight() + m.queuing() + m.queuingBytes()).isZero();
      assertThat(driver.flights()).isZero();
      assertThat(freedBytes).isEqualTo(endedBytes);
      checkStatistics(m);
      byKey.values().forEach(all -> all.forEach(each -> assertThat(each.outcome).isNotNull()));
      set.close();
      set.join();
    }

    private void checkStatistics(ActionMetrics m) {
      StatisticsSum total = new StatisticsSum();
      statisticsBefore.addTo(total);
      set.addTo(total);
      ActionStatistics statistics = total.statistics(0, 0, 0, 0);
      assertThat(statistics.bytesDelivered()).isEqualTo(deliveredBytes);
      assertThat(statistics.deliveryMicros().count()).isEqualTo(m.success() + m.lateReply());
      assertThat(statistics.requests()).isEqualTo(statistics.requestRecords().count());
      assertThat(statistics.oldestQueuedMillis()).isZero();
    }

    private void disturb() {
      switch (random.nextInt(24)) {
        case 0 -> replace();
        case 1 -> set.dropOldest(1 + random.nextInt(100));
        case 2 -> set.dropBefore(Math.max(0, sequence - random.nextInt(50)));
        case 3 -> driver.run(Duration.ofMillis(random.nextInt(2000)));
        case 4, 5, 6, 7, 8 -> driver.advance(Duration.ofMillis(random.nextInt(20)));
        case 9, 10, 11, 12 -> append();
        default -> driver.stepOne();
      }
    }

    private void append() {
      List<QueuedRecord> records = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        String key = "k" + random.nextInt(keys);
        List<Sent> all = byKey.computeIfAbsent(key, _ -> new ArrayList<>());
        Sent sent = new Sent(key, all.size() + 1);
        sent.poison = faults && random.nextInt(80) == 0;
        all.add(sent);
        byte[] data = new byte[1 + random.nextInt(30)];
        records.add(
            new QueuedRecord(
                new SinkRecord(key, null, data, 0, sent),
                environment.nanos().getAsLong(),
                random.nextInt(10) == 0 ? QueuedRecord.UNLOGGED : sequence++,
                null));
      }
      matched += records.size();
      if (random.nextBoolean()) {
        set.appendAll(records);
      } else {
        records.forEach(each -> assertThat(set.append(each)).isTrue());
      }
    }

    /** With whatever is in flight at this moment. */
    private void replace() {
      set.close();
      set.join();
      List<QueuedRecord> records = new ArrayList<>();
      set.addTo(before);
      set.addTo(statisticsBefore);
      set.drainTo(records::add);
      Map<String, Integer> numbers = new HashMap<>();
      for (QueuedRecord each : records) {
        Sent sent = sent(each.record);
        Integer earlier = numbers.put(sent.key, sent.number);
        require(
            ordering != Ordering.STRICT || earlier == null || earlier < sent.number,
            () -> "records of a key are drained in another order");
        before.movedAway(each.bytes);
      }
      set = start();
      set.appendAll(records);
    }

    private OutcomeLedger sum() {
      OutcomeLedger sum = new OutcomeLedger();
      before.addTo(sum);
      set.addTo(sum);
      return sum;
    }

    private void check() {
      if (broken != null) {
        throw broken;
      }
      ActionMetrics m = sum().metrics(new RateRing());
      long done = m.success() + m.failed() + m.dropped() + m.lateReply();
      require(m.matched() == matched, () -> "matched is not what was appended: " + m);
      require(matched == done + m.inflight() + m.queuing(), () -> "lost or twice: " + m);
      require(done == ended, () -> "others have ended than are counted: " + ended + " " + m);
      require(m.queuing() >= 0 && m.queuingBytes() >= 0 && m.inflight() >= 0, () -> "below 0" + m);
    }

    @Override
    public void ended(QueuedRecord queued, Outcome outcome) {
      Sent sent = sent(queued.record);
      require(sent.outcome == null, () -> "ended twice");
      sent.outcome = outcome;
      ended++;
      endedBytes += queued.bytes;
      deliveredBytes += outcome instanceof Outcome.Delivered ? queued.bytes : 0;
    }

    @Override
    public void bytesFreed(long bytes) {
      freedBytes += bytes;
    }

    @Override
    public boolean othersWait() {
      return false;
    }

    private final class Service implements Delivery {

      private final ActionSettings settings;

      Service(ActionSettings settings) {
        this.settings = settings;
      }

      @Override
      public BatchOutcome send(List<SinkRecord> batch) {
        try {
          checkRequest(batch);
          return answer(batch);
        } catch (AssertionError e) {
          broken = e;
          throw e;
        }
      }

      private void checkRequest(List<SinkRecord> batch) {
        int recordsMax = bytesPerAggregate > 0 ? 20 : settings.batchSize();
        require(!batch.isEmpty() && batch.size() <= recordsMax, () -> "size " + batch.size());
        require(
            batch.stream().mapToLong(SinkRecord::bytes).sum() <= 100 || batch.size() == 1,
            () -> "too many bytes");
        boolean single = ordering != Ordering.NONE;
        require(
            driver.flights() <= (single ? settings.lanes() : settings.inflightWindow()),
            () -> driver.flights() + " requests in flight");
        if (single) {
          checkRuns(batch);
        }
      }

      private void checkRuns(List<SinkRecord> batch) {
        Set<String> seen = new HashSet<>();
        long run = 0;
        SinkRecord previous = null;
        for (SinkRecord record : batch) {
          boolean goesOn =
              previous != null && previous.partitionKey().equals(record.partitionKey());
          require(goesOn || seen.add(record.partitionKey()), () -> "a key stands twice");
          require(!goesOn || ordering == Ordering.BATCH || bytesPerAggregate > 0, () -> "strict");
          require(
              !goesOn || sent(previousOf(batch, record)).number < sent(record).number,
              () -> "a run is not in order");
          run = (goesOn ? run : 0) + record.bytes() + Limits.AGGREGATE_OVERHEAD;
          long bytes = run;
          require(
              !goesOn || ordering == Ordering.BATCH || bytes <= bytesPerAggregate,
              () -> "a run has " + bytes + " bytes");
          previous = record;
        }
      }

      private static SinkRecord previousOf(List<SinkRecord> batch, SinkRecord record) {
        return batch.get(batch.indexOf(record) - 1);
      }

      private BatchOutcome answer(List<SinkRecord> batch) {
        if (faults && random.nextInt(40) == 0) {
          return new BatchOutcome.Hold("ResourceNotFoundException", "create the stream");
        }
        if (batch.stream().anyMatch(record -> sent(record).poison)) {
          return new BatchOutcome.Invalid("ValidationException", "one record is bad");
        }
        return switch (faults ? random.nextInt(10) : 9) {
          case 0 -> new BatchOutcome.RetryAll("InternalFailure", "500", Duration.ZERO);
          case 1 -> {
            batch.forEach(this::store);
            yield new BatchOutcome.RetryAll("Timeout", "the answer was lost", Duration.ZERO);
          }
          case 2, 3, 4 -> partly(batch);
          case 5 -> random.nextBoolean() ? malformed() : bug();
          default -> new BatchOutcome.PerRecord(batch.stream().map(this::store).toList());
        };
      }

      private BatchOutcome malformed() {
        return new BatchOutcome.PerRecord(List.of());
      }

      private BatchOutcome bug() {
        throw new IllegalStateException("a bug in the delivery");
      }

      /** The records of an aggregate share their fate. */
      private BatchOutcome partly(List<SinkRecord> batch) {
        int throttled = random.nextInt(SHARDS + 1);
        Map<String, Boolean> taken = new HashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (SinkRecord record : batch) {
          String fate = ordering == Ordering.STRICT ? record.partitionKey() : "" + outcomes.size();
          boolean stored =
              taken.computeIfAbsent(
                  fate,
                  _ -> throttled == SHARDS ? random.nextBoolean() : shard(record) != throttled);
          outcomes.add(
              stored
                  ? store(record)
                  : new Outcome.Retry("ProvisionedThroughputExceededException", "", Duration.ZERO));
        }
        return new BatchOutcome.PerRecord(outcomes);
      }

      private Outcome store(SinkRecord record) {
        Sent sent = sent(record);
        int last = lastFirst.getOrDefault(sent.key, 0);
        if (ordering == Ordering.STRICT) {
          for (Sent earlier : byKey.get(sent.key).subList(last, Math.max(last, sent.number - 1))) {
            require(
                earlier.outcome != null || isInRun(earlier),
                () -> earlier.number + " of " + sent.key + " overtaken by " + sent.number);
          }
        }
        lastFirst.merge(sent.key, sent.number, Math::max);
        underWay.add(sent.key + "/" + sent.number);
        return new Outcome.Delivered("shard-" + shard(record), "1");
      }

      /** Stored in this or an earlier request whose answer is still on its way. */
      private boolean isInRun(Sent earlier) {
        return underWay.contains(earlier.key + "/" + earlier.number);
      }

      private int shard(SinkRecord record) {
        return Math.floorMod(record.partitionKey().hashCode(), SHARDS);
      }

      @Override
      public String shardOf(SinkRecord record) {
        int shard = shard(record);
        return shard == 2 ? null : "shard-" + shard;
      }

      @Override
      public Health check() {
        return Health.CONNECTED;
      }

      @Override
      public Limits limits() {
        return new Limits(20, 100, 100, 256, bytesPerAggregate);
      }

      @Override
      public void close() {}
    }
  }
}
