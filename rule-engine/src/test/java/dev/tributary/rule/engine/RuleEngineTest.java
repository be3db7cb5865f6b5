package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.Action;
import dev.tributary.sink.DropReason;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.SinkRecord;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RuleEngineTest {
  private static final RuleLimits LIMITS = new RuleLimits(5, 3, 4, 6, SqlLimits.defaults());

  private final TestClock clock = new TestClock();
  private final ActionDirectory directory = new ActionDirectory();
  private final List<String> console = new ArrayList<>();
  private final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, console::add, LIMITS);
  private final FakeReceipt receipt = new FakeReceipt();

  @Nested
  class NothingIsLost {
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
      directory.put(
          "kinesis:a", new RecordSpec(null, "${payload.site}", null, UndefinedKey.FAIL), a);
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

  @Nested
  class Matching {
    @Test
    void aRuleWithSeveralMatchingFiltersRunsOnce() throws Exception {
      FakeAction a = action("kinesis:a");
      put("r", "SELECT payload FROM 't/#', 't/+', 't/1', 't/1'", sink("kinesis:a"));
      publish("t/1", "x");
      publish("t/2", "x");
      publish("t/2/3", "x");
      assertThat(a.records).hasSize(3);
      assertThat(engine.filters("r")).containsExactly("t/#", "t/+", "t/1");
    }

    @Test
    void topicsOfTheServerNeedTheirOwnFilter() throws Exception {
      put("all", "SELECT * FROM '#'");
      put("sys", "SELECT * FROM '$weird/#'");
      publish("$weird/x", "1");
      assertThat(engine.metrics("all").matched()).isZero();
      assertThat(engine.metrics("sys").matched()).isEqualTo(1);
    }

    @Test
    void aDisabledRuleSeesNothing() throws Exception {
      engine.put(new RuleDefinition("r", "SELECT * FROM 't/#'", List.of(), false, "", ""));
      publish("t/1", "x");
      assertThat(engine.metrics("r").matched()).isZero();
      put("r", "SELECT * FROM 't/#'");
      publish("t/1", "x");
      assertThat(engine.metrics("r").matched()).isEqualTo(1);
    }

    @Test
    void aRemovedRuleIsGone() throws Exception {
      put("r", "SELECT * FROM 't/#'", new RuleAction.Console());
      engine.remove("r");
      engine.remove("r");
      publish("t/1", "x");
      assertThat(console).isEmpty();
      assertThat(engine.rule("r")).isEmpty();
      assertThatThrownBy(() -> engine.metrics("r"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'r'");
    }

    @Test
    void rulesSeeWhichRuleTheyAre() throws Exception {
      put("r1", "SELECT metadata FROM 't/#'", new RuleAction.Console());
      put("r2", "SELECT metadata.rule_id AS id FROM 't/#'", new RuleAction.Console());
      publish("t/1", "x");
      assertThat(console)
          .containsExactlyInAnyOrder(
              "rule r1 at 2026-01-01T00:00:00Z: {\"metadata\":{\"rule_id\":\"r1\",\"namespace\":\"global\"}}",
              "rule r2 at 2026-01-01T00:00:00Z: {\"id\":\"r2\"}");
    }

    @Test
    void anEngineWithoutRulesIsFine() {
      publish("t/1", "x");
      assertThat(engine.rules()).isEmpty();
      assertThat(receipt.settled()).isTrue();
    }
  }

  @Nested
  class Definitions {
    @Test
    void badSqlIsRefusedAndTheOldRuleStays() throws Exception {
      put("r", "SELECT * FROM 't/#'");
      assertThatThrownBy(() -> put("r", "SELECT FROM 't/#'"))
          .isInstanceOf(RuleSyntaxException.class)
          .hasMessageContaining("line 1, column");
      publish("t/1", "x");
      assertThat(engine.metrics("r").matched()).isEqualTo(1);
    }

    @Test
    void anInvalidFilterIsRefusedWhereItStands() {
      assertThatThrownBy(() -> put("r", "SELECT *\nFROM 't/1',\n  \"a/#/b\" WHERE qos = 1"))
          .isInstanceOfSatisfying(
              RuleSyntaxException.class,
              e -> {
                assertThat(e.line()).isEqualTo(3);
                assertThat(e.column()).isEqualTo(3);
                assertThat(e.offending()).isEqualTo("a/#/b");
              })
          .hasMessageContaining("'#' alone at the end");
    }

    @Test
    void anEventThatDoesNotExistIsRefusedWithTheNearestThatDoes() {
      assertThatThrownBy(() -> put("r", "SELECT *\nFROM '$events/client_conected'"))
          .isInstanceOfSatisfying(
              RuleSyntaxException.class,
              e -> {
                assertThat(e.line()).isEqualTo(2);
                assertThat(e.column()).isEqualTo(6);
                assertThat(e.offending()).isEqualTo("$events/client_conected");
              })
          .hasMessageContaining("there is no event '$events/client_conected'")
          .hasMessageContaining("such as '$events/client_connected'");
      assertThatThrownBy(() -> put("r", "SELECT * FROM '$events/client_ping'"))
          .hasMessageContaining("'$events/client/ping'");
      assertThatThrownBy(() -> put("r", "SELECT * FROM '$events/foo/#'"))
          .isInstanceOf(RuleSyntaxException.class);
    }

    @Test
    void tooManyFiltersOrLevelsAreRefused() {
      assertThatThrownBy(() -> put("r", "SELECT * FROM 'a', 'b', 'c', 'd', 'e'"))
          .isInstanceOf(RuleSyntaxException.class)
          .hasMessageContaining("5 topic filters and events; expected at most 4");
      assertThatThrownBy(() -> put("r", "SELECT * FROM 'a/b/c/d/e/f/g'"))
          .isInstanceOf(RuleSyntaxException.class)
          .hasMessageContaining("7 levels; expected at most 6");
    }

    @Test
    void fieldsOutOfBoundsAreNamed() {
      RuleAction once = new RuleAction.Console();
      assertRefused(rule("a b", "SELECT * FROM 't'"), "id", "'a b'");
      assertRefused(rule("a/b", "SELECT * FROM 't'"), "id", "'a/b'");
      assertRefused(rule("", "SELECT * FROM 't'"), "id", "1 to 255");
      assertRefused(rule("x".repeat(256), "SELECT * FROM 't'"), "id", "1 to 255");
      assertRefused(rule("r", "SELECT * FROM 't'", once, once, once, once), "actions", "at most 3");
      assertRefused(
          new RuleDefinition("r", "SELECT * FROM 't'", List.of(), true, "n".repeat(1025), ""),
          "name",
          "at most 1024");
    }

    @Test
    void tooManyRulesAreRefusedAllTogether() throws Exception {
      for (int i = 0; i < 4; i++) {
        put("r" + i, "SELECT * FROM 't'");
      }
      List<RuleDefinition> two =
          List.of(rule("r4", "SELECT * FROM 't'"), rule("r5", "SELECT * FROM 't'"));
      assertThatThrownBy(() -> engine.putAll(two))
          .isInstanceOf(RuleRefusedException.class)
          .hasMessage("rules would be 6; expected at most 5");
      assertThat(engine.rules()).hasSize(4);
      put("r4", "SELECT * FROM 't'");
      put("r4", "SELECT * FROM 'u'");
      assertThat(engine.rules())
          .extracting(RuleDefinition::id)
          .containsExactly("r0", "r1", "r2", "r3", "r4");
      assertThat(engine.rule("r4").map(RuleDefinition::sql)).hasValue("SELECT * FROM 'u'");
      assertThat(engine.rule("r5")).isEqualTo(Optional.empty());
    }

    @Test
    void actionsAreNamedByTypeAndName() {
      assertThat(RuleAction.reference("kinesis:my_action"))
          .isEqualTo(new RuleAction.Sink("kinesis:my_action"));
      assertThatThrownBy(() -> RuleAction.reference("plain"))
          .isInstanceOf(RuleRefusedException.class)
          .hasMessageContaining("'plain'")
          .hasMessageContaining("type:name");
      assertThat(RuleAction.function("console")).isEqualTo(new RuleAction.Console());
      assertThatThrownBy(() -> RuleAction.function("republish"))
          .isInstanceOf(RuleRefusedException.class)
          .hasMessage("actions.args is missing; expected topic at least");
      assertThatThrownBy(() -> RuleAction.function("nosuchfun"))
          .isInstanceOf(RuleRefusedException.class)
          .hasMessageContaining("'nosuchfun'");
    }

    private void assertRefused(RuleDefinition rule, String field, String expected) {
      assertThatThrownBy(() -> engine.put(rule))
          .isInstanceOfSatisfying(
              RuleRefusedException.class, e -> assertThat(e.field()).isEqualTo(field))
          .hasMessageContaining(expected);
    }
  }

  @Nested
  class Counting {
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

  @Nested
  class Records {
    @Test
    void carryTheTimeOfTheMessage() throws Exception {
      FakeAction a = action("kinesis:a");
      put("r", "SELECT payload, clientid FROM 't/#'", sink("kinesis:a"));
      publish("t/1", "x");
      assertThat(a.records.getFirst().createdAtMillis()).isEqualTo(Messages.RECEIVED_AT);
      assertThat(a.keys()).containsExactly("meadow-1");
    }

    @Test
    void thePayloadPassesThroughUncopied() throws Exception {
      FakeAction a = action("kinesis:a");
      put("r", "SELECT * FROM 't/#'", sink("kinesis:a"));
      byte[] payload = {0, (byte) 0xff, '{'};
      engine.onMessage("t/1", Messages.of("t/1", payload), receipt);
      assertThat(a.records.getFirst().data()).isSameAs(payload);
    }

    @Test
    void aReplacedActionServesTheNextMessage() throws Exception {
      FakeAction before = action("kinesis:a");
      put("r", "SELECT payload FROM 't/#'", sink("kinesis:a"));
      publish("t/1", "x");
      FakeAction after = new FakeAction("kinesis:a");
      directory.put("kinesis:a", spec("<${payload}>"), after);
      publish("t/1", "y");
      directory.remove("kinesis:a");
      publish("t/1", "z");
      assertThat(before.data()).containsExactly("x");
      assertThat(after.data()).containsExactly("<y>");
      assertThat(engine.metrics("r").actionsFailedOutOfService()).isEqualTo(1);
    }

    @Test
    void consoleLinesAreCut() throws Exception {
      put("r", "SELECT payload FROM 't/#'", new RuleAction.Console());
      publish("t/1", "x".repeat(100_000));
      assertThat(console.getFirst()).hasSizeLessThan(5_000).endsWith("...");
    }

    @Test
    void consoleLinesAreLinesWhateverIsInThem() throws Exception {
      put("r", "SELECT payload FROM 't/#'", new RuleAction.Console());
      publish("t/1", "a\r\nb\u001b[2Jc\u009b1md\u202ee\u2028f");
      assertThat(console.getFirst()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
      assertThat(console.getFirst()).contains("\\u202E").contains("\\u009B");
    }

    @Test
    void consoleOutputIsBoundedAndTellsWhatItLeftOut() throws Exception {
      put("r", "SELECT topic FROM 't/#'", new RuleAction.Console());
      for (int i = 0; i < 150; i++) {
        publish("t/1", "x");
      }
      assertThat(console)
          .hasSize(100)
          .containsOnly("rule r at 2026-01-01T00:00:00Z: {\"topic\":\"t/1\"}");
      clock.advance(Duration.ofSeconds(1));
      publish("t/1", "x");
      assertThat(console.getLast())
          .isEqualTo(
              "rule r at 2026-01-01T00:00:01Z: {\"topic\":\"t/1\"} (50 not printed before this)");
      assertThat(engine.metrics("r").actionsSuccess()).isEqualTo(151);
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

  private FakeAction action(String id) throws TemplateException {
    FakeAction action = new FakeAction(id);
    directory.put(id, spec("${payload}"), action);
    return action;
  }

  private static RecordSpec spec(String payloadTemplate) {
    return new RecordSpec(payloadTemplate, "${clientid}", null, UndefinedKey.RANDOM);
  }

  private static RuleAction sink(String id) {
    return RuleAction.reference(id);
  }

  private static RuleDefinition rule(String id, String sql, RuleAction... actions) {
    return new RuleDefinition(id, sql, List.of(actions), true, "", "");
  }

  private void put(String id, String sql, RuleAction... actions) throws RuleSyntaxException {
    engine.put(rule(id, sql, actions));
  }

  private void publish(String topic, String payload) {
    engine.onMessage(topic, Messages.of(topic, payload.getBytes(StandardCharsets.UTF_8)), receipt);
  }
}
