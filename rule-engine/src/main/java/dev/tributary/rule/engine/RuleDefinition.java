package dev.tributary.rule.engine;

import java.util.List;

/**
 * A rule as its owner wrote it. Checked when it is put into the {@link RuleEngine}.
 *
 * @param id letters, digits and {@code _ - . :}, at most 255
 * @param actions run in this order for every output of the rule; may be empty
 * @param enable whether messages reach the rule
 */
public record RuleDefinition(
    String id,
    String sql,
    List<RuleAction> actions,
    boolean enable,
    String name,
    String description) {

  public RuleDefinition {
    actions = List.copyOf(actions);
  }
}
