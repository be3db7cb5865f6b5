package dev.tributary.rule.sql;

import dev.tributary.rule.sql.internal.compile.RuleCompiler;

/** The door to the rule language: SQL text in, a compiled rule out. Any thread; does no I/O. */
public final class RuleSql {
  private RuleSql() {}

  /**
   * Compiles one rule.
   *
   * @throws RuleSyntaxException if the text is no rule, names an unknown function, gives one the
   *     wrong number of arguments, or is longer or more deeply nested than the limits allow
   */
  public static CompiledRule compile(String sql, SqlLimits limits) throws RuleSyntaxException {
    return RuleCompiler.compile(sql, limits);
  }

  /** Compiles one rule under the {@linkplain SqlLimits#defaults() default limits}. */
  public static CompiledRule compile(String sql) throws RuleSyntaxException {
    return compile(sql, SqlLimits.defaults());
  }
}
