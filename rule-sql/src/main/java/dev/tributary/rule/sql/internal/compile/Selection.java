package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of SELECT or DO, compiled. Running it fills what is selected in the scope, column by
 * column.
 */
final class Selection {
  private sealed interface Column {
    /** {@code *}: what an earlier alias has set stays. */
    record Everything() implements Column {}

    record Item(Expression expression, OutputPath path) implements Column {}
  }

  private final Column[] columns;

  private Selection(List<Column> columns) {
    this.columns = columns.toArray(Column[]::new);
  }

  static Selection compile(List<Statement.Column> columns) throws RuleSyntaxException {
    List<Column> compiled = new ArrayList<>();
    boolean plainPayload = false;
    for (Statement.Column column : columns) {
      switch (column) {
        case Statement.Column.Everything _ -> compiled.add(new Column.Everything());
        case Statement.Column.Item(Node node, Node.Path alias, boolean named) -> {
          compiled.add(
              new Column.Item(
                  ExpressionCompiler.compile(node),
                  new OutputPath(alias.root(), alias.steps(), plainPayload)));
          plainPayload |= !named && alias.steps().isEmpty() && alias.root().equals(Scope.PAYLOAD);
        }
      }
    }
    return new Selection(compiled);
  }

  void run(Scope scope) throws EvaluationException {
    for (Column column : columns) {
      scope.meter().step();
      switch (column) {
        case Column.Everything _ -> everything(scope);
        case Column.Item(Expression expression, OutputPath path) ->
            path.put(scope, expression.evaluate(scope));
      }
    }
  }

  static void everything(Scope scope) {
    for (String name : scope.columns().names()) {
      if (!scope.selected().contains(name)) {
        scope.selected().put(name, scope.columns().column(name));
      }
    }
  }
}
