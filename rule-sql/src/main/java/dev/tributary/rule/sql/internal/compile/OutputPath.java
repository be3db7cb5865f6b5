package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Paths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a column goes in the output. Aliases with steps build nested maps and lists around what is
 * already there.
 *
 * @param keepPayloadText whether a payload that was selected as text is dropped, not decoded, when
 *     something is put inside it: so it is for a path that has no alias
 */
record OutputPath(String root, List<Node.Step> steps, boolean keepPayloadText) {
  OutputPath {
    steps = List.copyOf(steps);
  }

  void put(Scope scope, Value value) throws EvaluationException {
    if (steps.isEmpty()) {
      scope.selected().put(root, value);
      return;
    }
    Value existing = scope.selected().value(root);
    if (root.equals(Scope.PAYLOAD) && !keepPayloadText) {
      existing = Paths.opened(existing);
    }
    scope.selected().put(root, scope.bounded(put(scope, existing, 0, value)));
  }

  /** What is copied around the new value counts: many columns may go into one large value. */
  private Value put(Scope scope, Value into, int at, Value value) throws EvaluationException {
    if (at == steps.size()) {
      return value;
    }
    return switch (steps.get(at)) {
      case Node.Step.Key(String name) -> {
        Value.Map map = into instanceof Value.Map known ? known : Value.Map.empty();
        scope.charge(CallCompiler.ENTRY_BYTES * (long) map.size());
        Value inner = put(scope, map.value(name), at + 1, value);
        yield map.toBuilder().put(name, inner).build();
      }
      case Node.Step.Index index -> putElement(scope, into, index, at, value);
      case Node.Step.NamedIndex(Node.Path index) ->
          putElement(scope, into, position(scope, index), at, value);
      // The parser lets no range into an alias.
      case Node.Step.Slice _ -> into;
    };
  }

  /** The value of a variable index, looked up among the aliases; null if it is no position. */
  private static Node.Step.@Nullable Index position(Scope scope, Node.Path index)
      throws EvaluationException {
    Value root = scope.selected().value(index.root());
    Value value =
        PathSteps.compile(index.steps()).walk(scope, root, PathSteps.Siblings.SELECTED, root);
    return value instanceof Value.Int(long position) && (int) position == position && position != 0
        ? new Node.Step.Index((int) position, position < 0)
        : null;
  }

  /** Past the end nothing happens; 0 puts in front, -0 at the end. */
  private Value putElement(
      Scope scope, Value into, Node.Step.@Nullable Index index, int at, Value value)
      throws EvaluationException {
    if (!(into instanceof Value.Array array)) {
      return Value.of(put(scope, Value.UNDEFINED, at + 1, value));
    }
    if (index == null) {
      return into;
    }
    scope.charge(array.size());
    List<Value> elements = new ArrayList<>(array.elements());
    if (index.position() == 0) {
      Value added = put(scope, Value.UNDEFINED, at + 1, value);
      elements.add(index.negative() ? elements.size() : 0, added);
      return Value.of(elements);
    }
    int place = index.position() > 0 ? index.position() - 1 : elements.size() + index.position();
    if (place < 0 || place >= elements.size()) {
      return into;
    }
    elements.set(place, put(scope, elements.get(place), at + 1, value));
    return Value.of(elements);
  }
}
