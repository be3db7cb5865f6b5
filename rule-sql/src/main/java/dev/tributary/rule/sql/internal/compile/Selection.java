package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.MapShape;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
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

  /**
   * The keys of the row before: almost always those of the next one too. Whichever thread puts its
   * own last, a row that differs costs no more than keys of its own.
   */
  private volatile MapShape shape = MapShape.EMPTY;

  private Selection(List<Column> columns) {
    this.columns = columns.toArray(Column[]::new);
  }

  /** What DO selects if it is not there. */
  static Selection everything() {
    return new Selection(List.of(new Column.Everything()));
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
                  new OutputPath(alias.root(), alias.steps(), plainPayload && !named)));
          plainPayload |= alias.steps().isEmpty() && alias.root().equals(Scope.PAYLOAD);
        }
      }
    }
    return new Selection(compiled);
  }

  /** What {@link #run} fills. */
  Value.Map.Builder emptyRow() {
    return shape.builder();
  }

  /** What {@link #run} has filled. */
  Value.Map row(Scope scope) throws EvaluationException {
    Value.Map row = scope.selected().build();
    if (row.shape() != shape) {
      shape = row.shape();
    }
    return scope.boundedRow(row);
  }

  void run(Scope scope) throws EvaluationException {
    for (Column column : columns) {
      scope.step();
      switch (column) {
        case Column.Everything _ -> everything(scope);
        case Column.Item(Expression expression, OutputPath path) ->
            path.put(scope, expression.evaluate(scope));
      }
    }
  }

  private static void everything(Scope scope) {
    for (String name : scope.columns().names()) {
      if (!scope.selected().contains(name)) {
        scope.selected().put(name, scope.columns().column(name));
      }
    }
  }
}
