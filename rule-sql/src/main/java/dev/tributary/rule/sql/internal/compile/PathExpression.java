package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * A path that has steps: first into what was selected, then, if that leads nowhere, into the
 * columns.
 */
final class PathExpression implements Expression {
  /** Where variable indexes are looked up: beside the root of the path. */
  @FunctionalInterface
  private interface Siblings {
    Value value(String name);
  }

  private final String root;
  private final Node.Step[] steps;
  private final boolean intoPayload;

  PathExpression(Node.Path path) {
    this.root = path.root();
    this.steps = path.steps().toArray(Node.Step[]::new);
    this.intoPayload = root.equals(Scope.PAYLOAD);
  }

  @Override
  public Value evaluate(Scope scope) throws EvaluationException {
    if (intoPayload) {
      return insidePayload(scope);
    }
    Value alias = scope.selected().value(root);
    if (!(alias instanceof Value.Undefined)) {
      Value found = walk(alias, scope.selected()::value);
      if (!(found instanceof Value.Undefined) || !scope.isSelecting()) {
        return found;
      }
    }
    return walk(scope.columns().column(root), scope.columns()::column);
  }

  /**
   * In conditions the message's own payload is asked before an alias of that name; a decoded
   * payload stays decoded.
   */
  private Value insidePayload(Scope scope) throws EvaluationException {
    Value original = scope.originalPayload();
    Value alias = scope.selected().value(Scope.PAYLOAD);
    boolean aliasFirst = scope.isSelecting() || original instanceof Value.Undefined;
    if (aliasFirst && !(alias instanceof Value.Undefined)) {
      Value found = walkPayload(scope.decodedPayload(alias));
      if (!(found instanceof Value.Undefined)) {
        return found;
      }
    }
    Value column =
        original instanceof Value.Undefined ? scope.columns().column(Scope.PAYLOAD) : original;
    return walkPayload(scope.decodedPayload(column));
  }

  private Value walkPayload(Value payload) throws EvaluationException {
    return walk(payload, name -> Paths.member(payload, name));
  }

  private Value walk(Value from, Siblings siblings) throws EvaluationException {
    Value at = from;
    for (Node.Step step : steps) {
      at =
          switch (step) {
            case Node.Step.Key(String name) -> Paths.member(at, name);
            case Node.Step.Index(int position, boolean _) -> element(at, position);
            case Node.Step.Slice(int first, int last) -> slice(at, first, last);
            case Node.Step.NamedIndex(Node.Path index) -> element(at, indexBeside(siblings, index));
          };
    }
    return at;
  }

  private static Value indexBeside(Siblings siblings, Node.Path index) throws EvaluationException {
    return new PathExpression(index).walk(siblings.value(index.root()), siblings);
  }

  private static Value element(Value list, Value index) {
    return index instanceof Value.Int(long position) && (int) position == position
        ? element(list, (int) position)
        : Value.UNDEFINED;
  }

  private static Value element(Value list, int position) {
    if (position == 0 || !(Paths.opened(list) instanceof Value.Array array)) {
      return Value.UNDEFINED;
    }
    int at = position > 0 ? position - 1 : array.size() + position;
    return at >= 0 && at < array.size() ? array.element(at) : Value.UNDEFINED;
  }

  private static Value slice(Value list, int first, int last) throws EvaluationException {
    if (!(Paths.opened(list) instanceof Value.Array array)) {
      throw new EvaluationException(
          "a range of " + Kinds.describe(list) + ": only lists have ranges");
    }
    if (first == 0 || last == 0) {
      throw new EvaluationException("a range starts or ends at 0: the first element is 1");
    }
    int from = first > 0 ? first - 1 : Math.max(0, array.size() + first);
    int to = Math.min(array.size(), last > 0 ? last : array.size() + last + 1);
    List<Value> elements = new ArrayList<>(Math.max(0, to - from));
    for (int i = from; i < to; i++) {
      elements.add(array.element(i));
    }
    return Value.of(elements);
  }
}
