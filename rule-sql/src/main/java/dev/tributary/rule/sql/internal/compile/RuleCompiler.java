package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.syntax.SqlReader;
import dev.tributary.rule.sql.internal.syntax.Statement;
import org.jspecify.annotations.Nullable;

/** From SQL text to a rule. */
public final class RuleCompiler {
  private RuleCompiler() {}

  public static CompiledRule compile(String sql, SqlLimits limits) throws RuleSyntaxException {
    Statement statement = SqlReader.read(sql, limits);
    Condition where = condition(statement.where());
    Statement.Loop loop = statement.loop();
    if (loop == null) {
      return new SelectRule(
          sql, statement.sources(), Selection.compile(statement.columns()), where, limits);
    }
    return new ForeachRule(
        sql,
        statement.sources(),
        Collection.compile(statement.columns()),
        where,
        inner(loop),
        condition(loop.incase()),
        limits);
  }

  private static Selection inner(Statement.Loop loop) throws RuleSyntaxException {
    return loop.columns().isEmpty() ? Selection.everything() : Selection.compile(loop.columns());
  }

  private static Condition condition(@Nullable Node node) throws RuleSyntaxException {
    return node == null ? _ -> true : ConditionCompiler.compile(node);
  }
}
