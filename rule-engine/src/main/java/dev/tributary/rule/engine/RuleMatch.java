package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.sink.Receipt;

/**
 * The rules that a message of some topic reaches, as they were when {@link RuleEngine#match} was
 * asked. For one message; on its thread.
 */
public interface RuleMatch {
  /**
   * Runs them. Never blocks and never throws: what fails in a rule is counted and logged there.
   *
   * @param columns of the message
   * @param receipt told of every action that must hold the message
   */
  void run(Columns columns, Receipt receipt);
}
