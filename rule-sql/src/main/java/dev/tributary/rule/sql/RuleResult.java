package dev.tributary.rule.sql;

import java.util.List;

/** What a rule makes of one message. */
public sealed interface RuleResult {
  /** WHERE did not let the message pass. */
  record NoMatch() implements RuleResult {}

  /**
   * The outputs.
   *
   * @param rows exactly one for SELECT; one per item that passed for FOREACH, possibly none
   * @param foreach whether the rule is a FOREACH, whose result is a list even if it has one row
   */
  record Rows(List<Value.Map> rows, boolean foreach) implements RuleResult {
    public Rows {
      rows = List.copyOf(rows);
    }
  }
}
