package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Connector;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.SinkRuntime;
import dev.tributary.sink.Storage;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule engine and delivery runtime together: what one counts, the other hears. */
class RuleEngineWithSinkTest {
  private static final String ACTION = "kinesis:a";

  private final TestClock clock = new TestClock();
  private final SinkRuntime sinks = new SinkRuntime(SinkEnvironment.system(Storage.none()));
  private final ActionDirectory directory = new ActionDirectory();
  private final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, line -> {});
  private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
  private final FakeReceipt receipt = new FakeReceipt();

  @AfterEach
  void stop() {
    sinks.close();
  }

  @Test
  void everyRecordIsDeliveredOnceAndCountedOnBothSides() throws Exception {
    open(true, UndefinedKey.RANDOM);
    rule("SELECT payload, clientid FROM 't/#'");
    for (int i = 0; i < 500; i++) {
      publish(Integer.toString(i));
    }
    assertThat(receipt.expected).isEqualTo(500);
    Await.until("500 records are counted", () -> engine.metrics("r").actionsSuccess() == 500);
    assertThat(delivered)
        .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
    assertThat(sinks.metrics(ACTION).success()).isEqualTo(500);
    assertThat(engine.metrics("r").actionsTotal()).isEqualTo(500);
  }

  @Test
  void aRefusedKeyCountsAsFailedOnBothSides() throws Exception {
    open(true, UndefinedKey.FAIL);
    rule("SELECT payload FROM 't/#'");
    publish("x");
    assertThat(receipt.settled()).isTrue();
    ActionMetrics action = sinks.metrics(ACTION);
    assertThat(action.matched()).isEqualTo(1);
    assertThat(action.failed()).isEqualTo(1);
    assertThat(engine.metrics("r").actionsFailedUnknown()).isEqualTo(1);
    assertThat(delivered).isEmpty();
  }

  @Test
  void aDisabledActionIsOutOfServiceAndHoldsNobodyUp() throws Exception {
    open(false, UndefinedKey.RANDOM);
    rule("SELECT payload, clientid FROM 't/#'");
    publish("x");
    assertThat(receipt.expected).isZero();
    assertThat(sinks.metrics(ACTION).droppedResourceStopped()).isEqualTo(1);
    assertThat(engine.metrics("r").actionsFailedOutOfService()).isEqualTo(1);
  }

  private void open(boolean enable, UndefinedKey undefinedKey) throws TemplateException {
    sinks.putConnector("kinesis:c", ConnectorSettings.defaults(), MemoryConnector::new);
    sinks.putAction(ACTION, "kinesis:c", settings(enable), connector -> new MemoryDelivery());
    directory.put(
        ACTION,
        new RecordSpec("${payload}", "${clientid}", null, undefinedKey),
        sinks.action(ACTION).orElseThrow());
  }

  private static ActionSettings settings(boolean enable) {
    ActionSettings defaults = ActionSettings.defaults();
    return new ActionSettings(
        enable,
        defaults.batchSize(),
        defaults.batchTime(),
        defaults.buffer(),
        defaults.inflightWindow(),
        defaults.workerPoolSize(),
        defaults.requestTtl(),
        Ordering.BATCH,
        defaults.healthCheckInterval(),
        defaults.healthCheckIntervalJitter(),
        defaults.healthCheckTimeout(),
        defaults.resumeInterval(),
        null);
  }

  private void rule(String sql) throws RuleSyntaxException {
    engine.put(new RuleDefinition("r", sql, List.of(RuleAction.reference(ACTION)), true, "", ""));
  }

  private void publish(String payload) {
    engine.onMessage("t/1", Messages.of("t/1", payload), receipt);
  }

  private static final class MemoryConnector implements Connector {
    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public void close() {}
  }

  /** Takes everything, in memory. */
  private final class MemoryDelivery implements Delivery {
    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      batch.forEach(r -> delivered.add(new String(r.data(), StandardCharsets.UTF_8)));
      return new BatchOutcome.PerRecord(
          batch.stream().<Outcome>map(r -> new Outcome.Delivered("shard", "1")).toList());
    }

    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return new Limits(500, 5 << 20, 1 << 20, 256);
    }

    @Override
    public void close() {}
  }
}
