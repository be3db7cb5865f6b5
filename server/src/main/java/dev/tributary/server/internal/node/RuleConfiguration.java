package dev.tributary.server.internal.node;

import dev.tributary.config.Settings;
import dev.tributary.rule.engine.RuleLimits;
import dev.tributary.rule.sql.BoundedValueStore;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.ValueStore;

/** Turns {@code rule_engine} into what rules are bounded by. */
final class RuleConfiguration {

  private RuleConfiguration() {}

  static RuleLimits limits(Settings ruleEngine) {
    Settings limits = ruleEngine.object("limits");
    return new RuleLimits(
        limits.integer("max_rules"),
        limits.integer("max_actions_per_rule"),
        limits.integer("max_sources_per_rule"),
        limits.integer("max_topic_levels"),
        new SqlLimits(
            limits.integer("max_sql_length"),
            limits.integer("max_sql_nesting"),
            limits.integer("max_steps"),
            Math.toIntExact(limits.bytes("max_value_bytes"))));
  }

  static ValueStore keyValueStore(Settings ruleEngine) {
    Settings store = ruleEngine.object("kv_store");
    return new BoundedValueStore(
        "kv_store", store.integer("max_entries"), store.bytes("max_bytes"));
  }
}
