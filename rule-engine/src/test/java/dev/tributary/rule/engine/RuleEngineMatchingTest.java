package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rules see a message. */
class RuleEngineMatchingTest extends RuleEngineFixture {
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
