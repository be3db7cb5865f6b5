package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a column goes in the output. Aliases with steps build nested maps and lists around what is
 * already there.
 *
 * @param keepPayloadText whether a payload that was selected as text is dropped, not decoded, when
 *     something is put inside it
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
    scope.selected().put(root, Scope.shallow(put(scope, existing, 0, value)));
  }

  /** What is copied around the new value counts: many columns may go into one large value. */
  private Value put(Scope scope, Value into, int at, Value value) throws EvaluationException {
    if (at == steps.size()) {
      return value;
    }
    return switch (steps.get(at)) {
      case Node.Step.Key(String name) -> {
        Value.Map map = into instanceof Value.Map known ? known : Value.Map.empty();
        scope.charge(map.size());
        Value inner = put(scope, map.value(name), at + 1, value);
        yield map.toBuilder().put(name, inner).build();
      }
      case Node.Step.Index index -> putElement(scope, into, index, at, value);
      // The parser lets neither into an alias.
      case Node.Step.Slice _, Node.Step.NamedIndex _ -> into;
    };
  }

  /** Past the end nothing happens; 0 puts in front, -0 at the end. */
  private Value putElement(Scope scope, Value into, Node.Step.Index index, int at, Value value)
      throws EvaluationException {
    if (!(into instanceof Value.Array array)) {
      return Value.of(put(scope, Value.UNDEFINED, at + 1, value));
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
