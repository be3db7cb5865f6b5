package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleTrialTest {
  private static final String MESSAGE =
      "{\"event_type\":\"message_publish\",\"topic\":\"t/a\",\"payload\":\"{\\\"x\\\":5,\\\"l\\\":[1,2]}\"}";

  private final TestClock clock = new TestClock();
  private final ActionDirectory directory = new ActionDirectory();
  private final List<String> console = new ArrayList<>();
  private final List<Republication> published = new ArrayList<>();
  private final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, console::add);
  private final FakeAction action = new FakeAction("kinesis:a");

  @BeforeEach
  void rule() throws Exception {
    engine.republishThrough((message, receipt) -> published.add(message));
    directory.put("kinesis:a", new RecordSpec("<${x}>", "${k}", null, UndefinedKey.FAIL), action);
    rule("SELECT payload.x AS x, clientid AS k FROM 't/#' WHERE x > 1", true);
  }

  private void rule(String sql, boolean enable) throws Exception {
    RepublishSpec spec =
        new RepublishSpec("out/${k}", "${x}", "false", "${x}", Map.of(), "", "false");
    engine.put(
        new RuleDefinition(
            "r",
            sql,
            List.of(
                RuleAction.reference("kinesis:a"),
                RuleAction.reference("kinesis:gone"),
                new RuleAction.Republish(spec),
                new RuleAction.Console()),
            enable,
            "",
            ""));
  }

  @Test
  void renderingShowsWhatEachActionWouldSendAndSendsNothing() throws Exception {
    TrialResult.Ran ran = (TrialResult.Ran) engine.tryRule("r", json(MESSAGE), false);
    assertThat(ran.outputs()).containsExactly(json("{\"x\":5,\"k\":\"c_emqx\"}"));
    assertThat(ran.foreach()).isFalse();
    assertThat(ran.actions())
        .containsExactly(
            new TrialResult.Rendered(
                "kinesis:a",
                json("{\"partition_key\":\"c_emqx\",\"explicit_hash_key\":null,\"data\":\"<5>\"}")),
            new TrialResult.Refused("kinesis:gone", "action kinesis:gone does not exist"),
            new TrialResult.Refused(
                "republish", "qos '${x}' gives another number; expected 0, 1 or 2"),
            new TrialResult.Rendered(
                "console",
                Value.Map.of(
                    "line",
                    Value.of("rule r at 2026-01-01T00:00:00Z: {\"x\":5,\"k\":\"c_emqx\"}"))));
    assertThat(action.records).isEmpty();
    assertThat(console).isEmpty();
    assertThat(engine.metrics("r").byName().values())
        .allSatisfy(figure -> assertThat(figure.doubleValue()).isZero());
  }

  @Test
  void runningReallySendsAndCounts() throws Exception {
    TrialResult.Ran ran =
        (TrialResult.Ran) engine.tryRule("r", json(MESSAGE.replace("5", "2")), true);
    assertThat(ran.actions().getFirst()).isInstanceOf(TrialResult.Submitted.class);
    assertThat(action.data()).containsExactly("<2>");
    assertThat(published).extracting(Republication::topic).containsExactly("out/c_emqx");
    assertThat(console).hasSize(1);
    RuleMetrics metrics = engine.metrics("r");
    assertThat(metrics.passed()).isEqualTo(1);
    assertThat(metrics.actionsTotal()).isEqualTo(4);
  }

  @Test
  void eachOutputOfAForeachIsShownAtEachAction() throws Exception {
    rule("FOREACH payload.l AS e DO e AS x, 'k' AS k FROM 't/#'", true);
    TrialResult.Ran ran = (TrialResult.Ran) engine.tryRule("r", json(MESSAGE), false);
    assertThat(ran.foreach()).isTrue();
    assertThat(ran.outputs()).hasSize(2);
    assertThat(ran.actions()).hasSize(8);
    rule("FOREACH payload.none AS e DO e AS x FROM 't/#'", true);
    ran = (TrialResult.Ran) engine.tryRule("r", json(MESSAGE), true);
    assertThat(ran.outputs()).isEmpty();
    assertThat(ran.actions()).isEmpty();
  }

  @Test
  void aDisabledRuleCanBeTried() throws Exception {
    rule("SELECT payload.x AS x, clientid AS k FROM 't/#'", false);
    assertThat(engine.tryRule("r", json(MESSAGE), false)).isInstanceOf(TrialResult.Ran.class);
  }

  @Test
  void aRuleOfAnEventIsTriedOnThatEvent() throws Exception {
    rule("SELECT keepalive AS x, clientid AS k FROM '$events/client_connected'", true);
    TrialResult.Ran ran =
        (TrialResult.Ran) engine.tryRule("r", json("{\"event_type\":\"client_connected\"}"), false);
    assertThat(ran.outputs()).containsExactly(json("{\"x\":60,\"k\":\"c_emqx\"}"));
    assertThat(engine.tryRule("r", json(MESSAGE), false)).isEqualTo(new TrialResult.NoMatch());
  }

  @Test
  void whatDoesNotMatchOrFailsIsTold() throws Exception {
    assertThat(engine.tryRule("r", json(MESSAGE.replace("t/a", "z")), false))
        .isEqualTo(new TrialResult.NoMatch());
    assertThat(engine.tryRule("r", json(MESSAGE.replace("5", "0")), false))
        .isEqualTo(new TrialResult.NoMatch());
    assertThat(engine.tryRule("r", json("{\"event_type\":\"zzz\"}"), false))
        .isInstanceOf(TrialResult.Failed.class);
    rule("SELECT upper(payload.l) AS x FROM 't/#'", true);
    assertThat(engine.tryRule("r", json(MESSAGE), false)).isInstanceOf(TrialResult.Failed.class);
    assertThatThrownBy(() -> engine.tryRule("nobody", json(MESSAGE), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Value.Map json(String text) throws JsonException {
    return (Value.Map) Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
