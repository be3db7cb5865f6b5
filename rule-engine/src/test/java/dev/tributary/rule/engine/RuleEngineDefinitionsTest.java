package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.RuleSyntaxException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a definition may not be, and what stays in force then. */
class RuleEngineDefinitionsTest extends RuleEngineFixture {
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
