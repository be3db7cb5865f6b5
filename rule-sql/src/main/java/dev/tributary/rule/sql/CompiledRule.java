package dev.tributary.rule.sql;

import java.util.List;

/** A rule's SQL, ready to run. Immutable; any number of threads may evaluate it at once. */
public interface CompiledRule {
  /** The text it was compiled from. */
  String sql();

  /**
   * The topic filters and event names of FROM, in order. Evaluation does not look at them: the
   * caller chooses the rules of a message.
   */
  List<String> sources();

  /**
   * Runs the rule on one message.
   *
   * @throws EvaluationException if an expression fails, or the rule exceeds its limits
   */
  RuleResult evaluate(Columns columns, EvaluationContext context) throws EvaluationException;
}
