package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;

/**
 * A path that has steps: first into what was selected, then, if that leads nowhere, into the
 * columns.
 */
final class PathExpression {
  private PathExpression() {}

  static Expression compile(Node.Path path) {
    PathSteps steps = PathSteps.compile(path.steps());
    if (path.root().equals(Scope.PAYLOAD)) {
      return scope -> insidePayload(scope, steps);
    }
    String root = path.root();
    return scope -> inside(scope, root, steps);
  }

  private static Value inside(Scope scope, String root, PathSteps steps)
      throws EvaluationException {
    Value alias = scope.selected().value(root);
    if (!(alias instanceof Value.Undefined)) {
      Value found = steps.walk(scope, alias, PathSteps.Siblings.SELECTED, alias);
      if (!(found instanceof Value.Undefined) || !scope.isSelecting()) {
        return found;
      }
    }
    Value column = scope.columns().column(root);
    return steps.walk(scope, column, PathSteps.Siblings.COLUMNS, column);
  }

  /**
   * In conditions the message's own payload is asked before an alias of that name; a decoded
   * payload stays decoded.
   */
  private static Value insidePayload(Scope scope, PathSteps steps) throws EvaluationException {
    Value original = scope.originalPayload();
    boolean aliasFirst = scope.isSelecting() || original instanceof Value.Undefined;
    if (aliasFirst) {
      Value alias = scope.selected().value(Scope.PAYLOAD);
      if (!(alias instanceof Value.Undefined)) {
        Value found = walkPayload(scope, scope.decodedPayload(alias), steps);
        if (!(found instanceof Value.Undefined)) {
          return found;
        }
      }
    }
    Value column =
        original instanceof Value.Undefined ? scope.columns().column(Scope.PAYLOAD) : original;
    return walkPayload(scope, scope.decodedPayload(column), steps);
  }

  private static Value walkPayload(Scope scope, Value payload, PathSteps steps)
      throws EvaluationException {
    return steps.walk(scope, payload, PathSteps.Siblings.MEMBERS, payload);
  }
}
