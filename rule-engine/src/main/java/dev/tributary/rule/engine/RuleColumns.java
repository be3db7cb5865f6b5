package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import java.util.Collection;

/**
 * A message as one rule sees it: {@code metadata} tells which rule it is, everything else belongs
 * to the message and is shared by all rules.
 */
record RuleColumns(Columns message, Value.Map metadata) implements Columns {

  /** The column that differs from rule to rule. */
  static final String METADATA = "metadata";

  static Value.Map metadata(String ruleId) {
    return Value.Map.builder()
        .put("rule_id", Value.of(ruleId))
        .put("namespace", Value.of("global"))
        .build();
  }

  @Override
  public Value column(String name) {
    return name.equals(METADATA) ? metadata : message.column(name);
  }

  @Override
  public Collection<String> names() {
    return message.names();
  }

  @Override
  public ValueStore processDictionary() {
    return message.processDictionary();
  }
}
