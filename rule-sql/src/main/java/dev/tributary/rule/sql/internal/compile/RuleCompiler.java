package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;

/** From SQL text to a rule. */
public final class RuleCompiler {
  private RuleCompiler() {}

  public static CompiledRule compile(String sql, SqlLimits limits) throws RuleSyntaxException {
    throw new RuleSyntaxException(1, 1, "the compiler arrives within minutes", "", "");
  }
}
