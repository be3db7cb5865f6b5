package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FOREACH. What is no list gives no rows, without an error.
 *
 * @param inner the columns of DO; null without DO, which gives everything
 */
record ForeachRule(
    String sql,
    List<String> sources,
    Collection collection,
    Condition where,
    @Nullable Selection inner,
    Condition incase,
    SqlLimits limits)
    implements CompiledRule {
  private static final RuleResult NO_MATCH = new RuleResult.NoMatch();

  @Override
  public RuleResult evaluate(Columns columns, EvaluationContext context)
      throws EvaluationException {
    Scope outer = new Scope(columns, context, new Meter(limits));
    Value list = collection.collect(outer);
    outer.selected().put(collection.itemName(), list);
    outer.beginConditions();
    if (!where.test(outer)) {
      return NO_MATCH;
    }
    List<Value.Map> rows = new ArrayList<>();
    if (list instanceof Value.Array array) {
      Value.Map aliases = outer.selected().build();
      for (Value item : array.elements()) {
        addRow(rows, outer.forItem(new ItemColumns(columns, aliases, collection.itemName(), item)));
      }
    }
    return new RuleResult.Rows(rows, true);
  }

  private void addRow(List<Value.Map> rows, Scope scope) throws EvaluationException {
    scope.meter().step();
    scope.beginConditions();
    if (!incase.test(scope)) {
      return;
    }
    scope.beginSelecting();
    if (inner == null) {
      Selection.everything(scope);
    } else {
      inner.run(scope);
    }
    Value.Map row = scope.selected().build();
    scope.charge(row.size());
    rows.add(row);
  }
}
