package dev.tributary.server.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.ConfigurationSchema;
import dev.tributary.rule.engine.RuleLimits;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import org.junit.jupiter.api.Test;

class RuleConfigurationTest {

  private static Settings ruleEngine(String hocon) throws Exception {
    return SettingsReader.read(
            ConfigurationSchema.root(), ConfigFactory.parseString(hocon).resolve().root(), "")
        .object("rule_engine");
  }

  @Test
  void whatIsNotConfiguredIsTheEnginesDefault() throws Exception {
    assertThat(RuleConfiguration.limits(ruleEngine(""))).isEqualTo(RuleLimits.defaults());
  }

  @Test
  void everyLimitCanBeSet() throws Exception {
    Settings settings =
        ruleEngine(
            """
            rule_engine.limits {
              max_rules = 1, max_actions_per_rule = 2, max_sources_per_rule = 3, max_topic_levels = 4
              max_sql_length = 5, max_sql_nesting = 6, max_steps = 7, max_value_bytes = 8KB
            }
            """);
    assertThat(RuleConfiguration.limits(settings))
        .isEqualTo(new RuleLimits(1, 2, 3, 4, new SqlLimits(5, 6, 7, 8 * 1024)));
  }

  @Test
  void aStoreIsAsLargeAsConfigured() throws Exception {
    ValueStore store =
        RuleConfiguration.keyValueStore(ruleEngine("rule_engine.kv_store { max_entries = 1 }"));
    store.put(Value.of("a"), Value.of(1));
    assertThatThrownBy(() -> store.put(Value.of("b"), Value.of(2)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("kv_store is full: it holds 1 entries");
  }

  @Test
  void theDeepestNestingThatCanBeConfiguredIsRead() {
    String nested = "(".repeat(128) + "1" + ")".repeat(128);
    assertThatCode(() ->
            ruleEngine(
                "rule_engine.rules.deep.sql = \"\"\"SELECT %s AS a FROM \"t\" \"\"\""
                    .formatted(nested)))
        .doesNotThrowAnyException();
  }
}
