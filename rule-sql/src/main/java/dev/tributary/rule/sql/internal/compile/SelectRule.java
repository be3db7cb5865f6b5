package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.SqlLimits;
import java.util.List;

/**
 * SELECT. Columns come before WHERE, which sees their aliases; so an error in a column fails the
 * rule whatever WHERE says.
 */
record SelectRule(
    String sql, List<String> sources, Selection selection, Condition where, SqlLimits limits)
    implements CompiledRule {
  private static final RuleResult NO_MATCH = new RuleResult.NoMatch();

  @Override
  public RuleResult evaluate(Columns columns, EvaluationContext context)
      throws EvaluationException {
    Scope scope = new Scope(columns, context, limits, selection.emptyRow());
    selection.run(scope);
    scope.beginConditions();
    return where.test(scope) ? new RuleResult.Rows(List.of(selection.row(scope)), false) : NO_MATCH;
  }
}
