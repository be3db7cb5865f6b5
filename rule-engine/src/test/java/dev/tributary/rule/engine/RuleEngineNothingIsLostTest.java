package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Action;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.SinkRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No publisher is let go before every action holds its message, whatever an action does. */
class RuleEngineNothingIsLostTest extends RuleEngineFixture {
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

  /** Breaks its contract, half-way. */
  private static final class BrokenAction implements Action {
    @Override
    public String id() {
      return "kinesis:broken";
    }

    @Override
    public void submit(SinkRecord record, Receipt receipt) {
      receipt.expect();
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void anActionThatIsMissingIsCountedAndHoldsNobodyUp() throws Exception {
    FakeAction present = action("kinesis:b");
    put("r", "SELECT * FROM 't/#'", sink("kinesis:missing"), sink("kinesis:b"));
    publish("t/1", "x");
    assertThat(receipt.settled()).isTrue();
    assertThat(present.records).hasSize(1);
    RuleMetrics metrics = engine.metrics("r");
    assertThat(metrics.actionsFailedOutOfService()).isEqualTo(1);
    assertThat(metrics.actionsFailed()).isEqualTo(1);
    assertThat(metrics.actionsTotal()).isEqualTo(2);
  }

  @Test
  void twoActionsOfOneMessageBothHoldIt() throws Exception {
    FakeAction a = action("kinesis:a");
    FakeAction b = action("kinesis:b");
    put("r", "SELECT * FROM 't/#'", sink("kinesis:a"), sink("kinesis:b"));
    publish("t/1", "x");
    assertThat(receipt.expected).isEqualTo(2);
    assertThat(receipt.held).isEqualTo(2);
    assertThat(a.records).hasSize(1);
    assertThat(b.records).hasSize(1);
  }

  @Test
  void anActionThatBreaksIsContainedAndThePublisherIsNotAcknowledged() throws Exception {
    directory.put("kinesis:broken", spec("${payload}"), new BrokenAction());
    FakeAction b = action("kinesis:b");
    put("r", "SELECT * FROM 't/#'", sink("kinesis:broken"), sink("kinesis:b"));
    put("s", "SELECT * FROM 't/1'", sink("kinesis:b"));
    publish("t/1", "x");
    assertThat(receipt.refused).containsExactly("action kinesis:broken failed");
    assertThat(b.records).hasSize(2);
    assertThat(engine.metrics("r").actionsFailedUnknown()).isEqualTo(1);
  }

  @Test
  void aRecordWithoutAKeyFailsOnActionAndRule() throws Exception {
    FakeAction a = new FakeAction("kinesis:a");
    directory.put("kinesis:a", new RecordSpec(null, "${payload.site}", null, UndefinedKey.FAIL), a);
    put("r", "SELECT payload.v AS v FROM 't/#'", sink("kinesis:a"));
    publish("t/1", "{\"v\":1}");
    assertThat(a.failures).hasSize(1);
    assertThat(a.records).isEmpty();
    assertThat(receipt.settled()).isTrue();
    assertThat(engine.metrics("r").actionsFailedUnknown()).isEqualTo(1);
  }

  @Test
  void aRuleThatFailsDoesNotKeepOthersFromRunning() throws Exception {
    FakeAction a = action("kinesis:a");
    put("bad", "SELECT payload.v AS v FROM 't/#'", sink("kinesis:a"));
    put("good", "SELECT payload FROM 't/#'", sink("kinesis:a"));
    publish("t/1", "not JSON");
    assertThat(a.data()).containsExactly("not JSON");
    assertThat(engine.metrics("bad").failedException()).isEqualTo(1);
    assertThat(receipt.settled()).isTrue();
  }

  @Test
  void aBrokenConsoleIsContained() throws Exception {
    RuleEngine silent =
        new RuleEngine(
            directory,
            new FixedContext(clock),
            clock,
            line -> {
              throw new IllegalStateException("closed");
            });
    silent.put(rule("r", "SELECT * FROM 't/#'", new RuleAction.Console()));
    silent.onMessage("t/1", Messages.of("t/1", "x"), receipt);
    assertThat(silent.metrics("r").actionsFailedUnknown()).isEqualTo(1);
  }

  @Test
  void nothingReachesTheConnectionEvenIfItsReceiptIsBroken() throws Exception {
    FakeAction a = action("kinesis:a");
    put("r", "SELECT * FROM 't/#'", sink("kinesis:a"));
    put("s", "SELECT * FROM 't/#'", sink("kinesis:a"));
    Receipt broken =
        new Receipt() {
          @Override
          public void expect() {
            throw new IllegalStateException("the connection is gone");
          }

          @Override
          public void held() {}

          @Override
          public void refused(Refusal refusal, String reason) {}
        };
    engine.onMessage("t/1", Messages.of("t/1", "x"), broken);
    assertThat(engine.metrics("r").passed()).isEqualTo(1);
    assertThat(engine.metrics("s").passed()).isEqualTo(1);
    assertThat(a.records).isEmpty();
  }

  @Test
  void changingARuleKeepsItsCountersAndItsRecordsInFlight() throws Exception {
    HoldingAction holding = new HoldingAction();
    directory.put("kinesis:a", spec("${payload}"), holding);
    put("r", "SELECT payload, clientid FROM 't/#'", sink("kinesis:a"));
    publish("t/1", "x");
    put("r", "SELECT * FROM 'u/#'", sink("kinesis:a"));
    publish("t/1", "y");
    holding.records.getFirst().origin().finished(new Outcome.Delivered("shard", "1"));
    RuleMetrics metrics = engine.metrics("r");
    assertThat(metrics.matched()).isEqualTo(1);
    assertThat(metrics.actionsSuccess()).isEqualTo(1);
  }
}
