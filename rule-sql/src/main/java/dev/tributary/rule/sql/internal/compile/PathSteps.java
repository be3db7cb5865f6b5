package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Paths;
import java.util.List;

/** The steps of a path behind its root. */
final class PathSteps {
  /** Where the names of indexes are looked up: beside the root of the path. */
  enum Siblings {
    SELECTED,
    COLUMNS,
    /** Of the map that is the root. */
    MEMBERS
  }

  private final Node.Step[] steps;

  private PathSteps(Node.Step[] steps) {
    this.steps = steps;
  }

  static PathSteps compile(List<Node.Step> steps) {
    return new PathSteps(steps.toArray(Node.Step[]::new));
  }

  /** Where the steps lead from a value; undefined if one leads nowhere. */
  Value walk(Scope scope, Value from, Siblings siblings, Value root) throws EvaluationException {
    scope.steps(steps.length);
    Value at = from;
    for (Node.Step step : steps) {
      at =
          switch (step) {
            case Node.Step.Key(String name) -> Paths.member(at, name);
            case Node.Step.Index(int position, boolean _) -> element(at, position);
            case Node.Step.Slice(int first, int last) -> slice(scope, at, first, last);
            case Node.Step.NamedIndex(Node.Path index) ->
                element(at, named(scope, index, siblings, root));
          };
    }
    return at;
  }

  private static Value named(Scope scope, Node.Path index, Siblings siblings, Value root)
      throws EvaluationException {
    String name = index.root();
    Value value =
        switch (siblings) {
          case SELECTED -> scope.selected().value(name);
          case COLUMNS -> scope.columns().column(name);
          case MEMBERS -> Paths.member(root, name);
        };
    return compile(index.steps()).walk(scope, value, siblings, root);
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

  private static Value slice(Scope scope, Value list, int first, int last)
      throws EvaluationException {
    if (!(Paths.opened(list) instanceof Value.Array array)) {
      throw new EvaluationException(
          "a range of " + Kinds.describe(list) + ": only lists have ranges");
    }
    if (first == 0 || last == 0) {
      throw new EvaluationException("a range starts or ends at 0: the first element is 1");
    }
    if (first > last + 1 && first > 0 == last > 0) {
      throw new EvaluationException("the range [" + first + ".." + last + "] goes down");
    }
    int from = first > 0 ? first - 1 : Math.max(0, array.size() + first);
    int to = Math.min(array.size(), last > 0 ? last : array.size() + last + 1);
    if (from >= to) {
      return Value.of();
    }
    scope.charge(to - from);
    return Value.of(array.elements().subList(from, to));
  }
}
