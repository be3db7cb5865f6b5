package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Action;
import dev.tributary.sink.DropReason;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rule counts of its messages and of the outcomes of its actions. */
class RuleEngineCountingTest extends RuleEngineFixture {
  /** Keeps records without an outcome. */
  private static final class HoldingAction implements Action {
    private final List<SinkRecord> records = new ArrayList<>();

    @Override
    public String id() {
      return "kinesis:a";
    }

    @Override
    public void submit(SinkRecord record, Receipt receipt) {
      receipt.expect();
      receipt.held();
      records.add(record);
    }
  }

  @Test
  void everyMatchEndsInExactlyOneWay() throws Exception {
    put("r", "SELECT payload.v AS v FROM 't/#' WHERE payload.v > 1");
    publish("t/1", "{\"v\":2}");
    publish("t/1", "{\"v\":1}");
    publish("t/1", "{\"v\":0}");
    publish("t/1", "no JSON");
    RuleMetrics metrics = engine.metrics("r");
    assertThat(metrics.byName())
        .containsEntry("matched", 4L)
        .containsEntry("passed", 1L)
        .containsEntry("failed", 3L)
        .containsEntry("failed.no_result", 2L)
        .containsEntry("failed.exception", 1L)
        .containsEntry("actions.total", 0L);
  }

  @Test
  void allNamesOfTheOriginalAreThere() throws Exception {
    put("r", "SELECT * FROM 't/#'");
    assertThat(engine.metrics("r").byName().keySet())
        .containsExactly(
            "matched",
            "passed",
            "failed",
            "failed.exception",
            "failed.no_result",
            "actions.total",
            "actions.success",
            "actions.failed",
            "actions.failed.out_of_service",
            "actions.failed.unknown",
            "actions.discarded",
            "matched.rate",
            "matched.rate.max",
            "matched.rate.last5m");
  }

  @Test
  void outcomesComeBackFromTheSink() throws Exception {
    HoldingAction holding = new HoldingAction();
    directory.put("kinesis:a", spec("${payload}"), holding);
    put("r", "SELECT payload, clientid FROM 't/#'", sink("kinesis:a"));
    List<Outcome> outcomes =
        List.of(
            new Outcome.Delivered("shard", "1"),
            new Outcome.Failed("code", "why"),
            new Outcome.Dropped(DropReason.EXPIRED),
            new Outcome.Dropped(DropReason.QUEUE_FULL),
            new Outcome.Dropped(DropReason.OTHER),
            new Outcome.Dropped(DropReason.RESOURCE_STOPPED),
            new Outcome.Dropped(DropReason.RESOURCE_NOT_FOUND),
            new Outcome.Retry("code", "why", Duration.ZERO));
    for (Outcome outcome : outcomes) {
      publish("t/1", "x");
      holding.records.getLast().origin().finished(outcome);
    }
    RuleMetrics metrics = engine.metrics("r");
    assertThat(metrics.actionsTotal()).isEqualTo(8);
    assertThat(metrics.actionsSuccess()).isEqualTo(1);
    assertThat(metrics.actionsFailedUnknown()).isEqualTo(4);
    assertThat(metrics.actionsFailedOutOfService()).isEqualTo(2);
    assertThat(metrics.actionsFailed()).isEqualTo(6);
  }

  @Test
  void resetStartsAtZeroAndKeepsTheSums() throws Exception {
    put("r", "SELECT * FROM 't/#'", new RuleAction.Console());
    publish("t/1", "x");
    engine.resetMetrics("r");
    assertThat(engine.metrics("r").byName().values())
        .allSatisfy(figure -> assertThat(figure.doubleValue()).isZero());
    publish("t/1", "x");
    assertThat(engine.metrics("r").matched()).isEqualTo(1);
    assertThat(engine.metrics("r").actionsSuccess()).isEqualTo(1);
  }

  @Test
  void ratesAreMeasuredWhenAsked() throws Exception {
    put("r", "SELECT * FROM 't/#'");
    engine.sampleRates();
    for (int i = 0; i < 20; i++) {
      publish("t/1", "x");
    }
    clock.advance(Duration.ofSeconds(2));
    engine.sampleRates();
    assertThat(engine.metrics("r").matchedRate()).isEqualTo(10);
    assertThat(engine.metrics("r").matchedRateMax()).isEqualTo(10);
    assertThat(engine.metrics("r").matchedRateLast5m()).isEqualTo(10);
  }
}
