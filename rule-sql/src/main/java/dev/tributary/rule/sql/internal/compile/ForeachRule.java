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

/**
 * FOREACH. What is no list gives no rows, without an error.
 *
 * @param inner the columns of DO; without DO everything
 */
record ForeachRule(
    String sql,
    List<String> sources,
    Collection collection,
    Condition where,
    Selection inner,
    Condition incase,
    SqlLimits limits)
    implements CompiledRule {
  private static final RuleResult NO_MATCH = new RuleResult.NoMatch();

  @Override
  public RuleResult evaluate(Columns columns, EvaluationContext context)
      throws EvaluationException {
    Scope scope = new Scope(columns, context, limits, collection.aliases().emptyRow());
    Value list = collection.collect(scope);
    scope.selected().put(collection.itemName(), list);
    scope.beginConditions();
    if (!where.test(scope)) {
      return NO_MATCH;
    }
    Value.Map aliases = collection.aliases().row(scope);
    return list instanceof Value.Array array
        ? new RuleResult.Rows(
            rows(scope, array, new ItemColumns(columns, aliases, collection.itemName())), true)
        : new RuleResult.Rows(List.of(), true);
  }

  private List<Value.Map> rows(Scope scope, Value.Array items, ItemColumns columns)
      throws EvaluationException {
    List<Value.Map> rows = new ArrayList<>();
    Value decoded = scope.decodedPayload();
    for (int i = 0; i < items.size(); i++) {
      columns.moveTo(items.element(i));
      scope.beginRow(columns, decoded, inner.emptyRow());
      addRow(rows, scope);
    }
    return rows;
  }

  private void addRow(List<Value.Map> rows, Scope scope) throws EvaluationException {
    scope.step();
    scope.beginConditions();
    if (!incase.test(scope)) {
      return;
    }
    scope.beginSelecting();
    inner.run(scope);
    Value.Map row = inner.row(scope);
    scope.charge(row.size());
    rows.add(row);
  }
}
