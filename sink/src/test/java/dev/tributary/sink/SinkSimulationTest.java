package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real runtime against a service that fails in every way, under a seeded schedule. After every
 * step nothing is lost, nothing is counted twice and no bound is broken; when the faults stop,
 * everything drains, in order per key.
 */
final class SinkSimulationTest {

  private static final int SEEDS = Integer.getInteger("sim.seeds", 150);

  @Test
  void seedsHoldTheInvariants() {
    for (long seed = 0; seed < SEEDS; seed++) {
      runSeed(seed);
    }
  }

  /** Each of these has caught a break that was made on purpose; seeds that find bugs come here. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 33})
  void seedsThatHaveCaughtSomething(long seed) {
    runSeed(seed);
  }

  /** Cheaper than a described assertion, and there are millions of them. */
  private static void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(what.get());
    }
  }

  private static void runSeed(long seed) {
    try {
      new World(seed).play();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /** One submitted record and what its publisher and its rule have heard of it. */
  private static final class Publication implements Receipt, Origin {
    final Tally tally;
    final String key;
    final int number;
    final int bytes;
    boolean poison;
    boolean held;
    boolean refused;
    Outcome outcome;

    Publication(Tally tally, String key, int number, int bytes) {
      this.tally = tally;
      this.key = key;
      this.number = number;
      this.bytes = bytes;
    }

    @Override
    public void expect() {}

    @Override
    public void held() {
      require(!held && !refused, () -> "heard of twice");
      held = true;
      tally.kept(this, outcome == null ? 1 : 0);
    }

    @Override
    public void refused(Refusal refusal, String reason) {
      require(!held && !refused, () -> "heard of twice");
      refused = true;
    }

    @Override
    public void finished(Outcome last) {
      require(outcome == null, () -> "finished twice");
      outcome = last;
      tally.finished++;
      tally.kept(this, held ? -1 : 0);
    }
  }

  /** What the publishers and rules have heard so far. */
  private static final class Tally {
    long finished;
    long keptRecords;
    long keptBytes;

    void kept(Publication publication, int sign) {
      keptRecords += sign;
      keptBytes += (long) sign * publication.bytes;
    }
  }

  private static final class World {

    private static final String ACTION = "kinesis:a";
    private static final String CONNECTOR = "kinesis:c";

    private final SplittableRandom random;
    private final HandDriver driver;
    private final SinkRuntime runtime;
    private final List<Publication> publications = new ArrayList<>();
    private final Map<String, Integer> nextNumber = new HashMap<>();
    private final Map<String, Integer> lastFirstDelivery = new HashMap<>();
    private final Map<String, List<Publication>> byKey = new HashMap<>();
    private final Tally tally = new Tally();
    private final int keys;
    private AssertionError broken;
    private boolean shrunk;
    private boolean faults = true;
    private boolean streamMissing;
    private ActionSettings settings;

    World(long seed) {
      this.random = new SplittableRandom(seed);
      this.driver = new HandDriver(seed);
      this.runtime = new SinkRuntime(driver.environment());
      this.keys = 1 + random.nextInt(8);
      this.settings = randomSettings();
    }

    private ActionSettings randomSettings() {
      Duration ttl = random.nextInt(3) == 0 ? Duration.ofMillis(200 + random.nextInt(3000)) : null;
      return new ActionSettings(
          true,
          1 + random.nextInt(10),
          Duration.ofMillis(random.nextInt(50)),
          BufferSettings.memory(random.nextBoolean() ? 100 + random.nextInt(400) : 1_000_000),
          100,
          1 + random.nextInt(4),
          ttl,
          settings != null ? settings.ordering() : Ordering.STRICT,
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          null);
    }

    void play() {
      if (random.nextInt(4) == 0) {
        settings = withOrdering(settings, Ordering.BATCH);
      }
      runtime.putConnector(CONNECTOR, ConnectorSettings.defaults(), () -> connector());
      runtime.putAction(ACTION, CONNECTOR, settings, _ -> new Service());
      int steps = 100 + random.nextInt(200);
      for (int i = 0; i < steps; i++) {
        disturb();
        check();
      }
      faults = false;
      streamMissing = false;
      driver.run(Duration.ofSeconds(60));
      check();
      checkDrained();
      runtime.close();
    }

    private void disturb() {
      switch (random.nextInt(20)) {
        case 0 -> {
          settings = randomSettings();
          shrunk = true;
          runtime.putAction(ACTION, CONNECTOR, settings, _ -> new Service());
        }
        case 1 -> runtime.putConnector(CONNECTOR, ConnectorSettings.defaults(), () -> connector());
        case 2 -> streamMissing = random.nextInt(3) == 0;
        case 3 -> driver.run(Duration.ofMillis(random.nextInt(2000)));
        case 4 -> {
          runtime.stopConnector(CONNECTOR);
          submit();
          check();
          runtime.startConnector(CONNECTOR);
        }
        case 5, 6, 7, 8, 9 -> driver.advance(Duration.ofMillis(random.nextInt(20)));
        case 10, 11, 12, 13 -> submit();
        default -> driver.stepOne();
      }
    }

    private void submit() {
      for (int i = random.nextInt(10); i >= 0; i--) {
        String key = "k" + random.nextInt(keys);
        int number = nextNumber.merge(key, 1, Integer::sum);
        byte[] data = new byte[1 + random.nextInt(30)];
        Publication publication = new Publication(tally, key, number, key.length() + data.length);
        publication.poison = faults && random.nextInt(60) == 0;
        publications.add(publication);
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(publication);
        runtime
            .action(ACTION)
            .orElseThrow()
            .submit(new SinkRecord(key, null, data, 0, publication), publication);
      }
    }

    /** Conservation and bounds. */
    private void check() {
      if (broken != null) {
        throw broken;
      }
      ActionMetrics m = runtime.metrics(ACTION);
      long ended = m.success() + m.failed() + m.dropped() + m.lateReply();
      long underWay = m.inflight() + m.queuing();
      require(m.matched() == publications.size(), () -> "matched is not what was submitted: " + m);
      require(m.matched() == ended + underWay, () -> "records are lost or counted twice: " + m);
      require(
          ended == tally.finished, () -> "the rules have heard of others than are counted: " + m);
      require(
          m.inflight() >= 0 && m.queuing() >= 0 && m.queuingBytes() >= 0, () -> "negative: " + m);
      require(
          shrunk || tally.keptRecords < 2 || tally.keptBytes <= settings.buffer().bytesMax(),
          () -> "more in the buffer than allowed");
    }

    private void checkDrained() {
      ActionMetrics m = runtime.metrics(ACTION);
      assertThat(m.inflight() + m.queuing() + m.queuingBytes()).isZero();
      for (Publication p : publications) {
        assertThat(p.held).isTrue();
        switch (p.outcome) {
          case Outcome.Delivered _ -> assertThat(p.poison).isFalse();
          case Outcome.Failed _ -> assertThat(p.poison).isTrue();
          case Outcome.Dropped(DropReason reason) ->
              assertThat(reason).isEqualTo(DropReason.EXPIRED);
          case Outcome.Retry _ -> throw new AssertionError("not final");
        }
      }
      assertThat(runtime.actionHealth(ACTION).status()).isEqualTo(ResourceStatus.CONNECTED);
    }

    private Connector connector() {
      return new Connector() {
        @Override
        public Health check() {
          return Health.CONNECTED;
        }

        @Override
        public void close() {}
      };
    }

    /** Throttles, fails, loses answers and refuses, as the random source says. */
    private final class Service implements Delivery {

      /** The runtime survives whatever a delivery throws, so what is wrong is kept for later. */
      @Override
      public BatchOutcome send(List<SinkRecord> batch) {
        try {
          return answer(batch);
        } catch (AssertionError e) {
          broken = e;
          throw e;
        }
      }

      private BatchOutcome answer(List<SinkRecord> batch) {
        require(!batch.isEmpty() && batch.size() <= settings.batchSize(), () -> "batch size");
        long distinct = batch.stream().map(SinkRecord::partitionKey).distinct().count();
        require(
            settings.ordering() == Ordering.BATCH || distinct == batch.size(),
            () -> "two records of a key in a strict request");
        World.this.check();
        driver.advance(Duration.ofMillis(random.nextInt(faults ? 60 : 5)));
        if (faults && random.nextInt(3) == 0) {
          submit();
        }
        if (streamMissing) {
          return new BatchOutcome.Hold("ResourceNotFoundException", "create the stream");
        }
        if (batch.stream().anyMatch(World::isPoison)) {
          return new BatchOutcome.Invalid("ValidationException", "one record is bad");
        }
        return switch (faults ? random.nextInt(10) : 9) {
          case 0 -> new BatchOutcome.RetryAll("InternalFailure", "500", Duration.ZERO);
          case 1 -> {
            batch.forEach(this::store);
            yield new BatchOutcome.RetryAll("Timeout", "the answer was lost", Duration.ZERO);
          }
          case 2, 3, 4 -> new BatchOutcome.PerRecord(batch.stream().map(this::maybe).toList());
          case 5 -> {
            if (random.nextInt(5) == 0) {
              throw new IllegalStateException("a bug in the delivery");
            }
            yield new BatchOutcome.PerRecord(List.of());
          }
          default -> new BatchOutcome.PerRecord(batch.stream().map(this::store).toList());
        };
      }

      private Outcome maybe(SinkRecord record) {
        return random.nextBoolean()
            ? store(record)
            : new Outcome.Retry("ProvisionedThroughputExceededException", "", Duration.ZERO);
      }

      private Outcome store(SinkRecord record) {
        Publication p = (Publication) record.origin();
        int last = lastFirstDelivery.getOrDefault(p.key, 0);
        if (settings.ordering() == Ordering.STRICT) {
          for (Publication earlier : byKey.get(p.key).subList(last, Math.max(last, p.number - 1))) {
            require(
                earlier.outcome != null,
                () -> earlier.number + " of " + p.key + " was overtaken by " + p.number);
          }
        }
        lastFirstDelivery.merge(p.key, p.number, Math::max);
        return new Outcome.Delivered("shardId-000000000000", "1");
      }

      @Override
      public Health check() {
        return streamMissing ? Health.disconnected("the stream is missing") : Health.CONNECTED;
      }

      @Override
      public Limits limits() {
        return new Limits(500, 100, 100, 256);
      }

      @Override
      public void close() {}
    }

    private static boolean isPoison(SinkRecord record) {
      return ((Publication) record.origin()).poison;
    }

    private static ActionSettings withOrdering(ActionSettings s, Ordering ordering) {
      return new ActionSettings(
          s.enable(),
          s.batchSize(),
          s.batchTime(),
          s.buffer(),
          s.inflightWindow(),
          s.workerPoolSize(),
          s.requestTtl(),
          ordering,
          s.healthCheckInterval(),
          s.healthCheckIntervalJitter(),
          s.healthCheckTimeout(),
          s.resumeInterval(),
          null);
    }
  }
}
