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
    scope.selected().put(root, Scope.shallow(put(existing, 0, value)));
  }

  private Value put(Value into, int at, Value value) {
    if (at == steps.size()) {
      return value;
    }
    return switch (steps.get(at)) {
      case Node.Step.Key(String name) -> {
        Value.Map map = into instanceof Value.Map known ? known : Value.Map.empty();
        yield map.toBuilder().put(name, put(map.value(name), at + 1, value)).build();
      }
      case Node.Step.Index index -> putElement(into, index, at, value);
      // The parser lets neither into an alias.
      case Node.Step.Slice _, Node.Step.NamedIndex _ -> into;
    };
  }

  /** Past the end nothing happens; 0 puts in front, -0 at the end. */
  private Value putElement(Value into, Node.Step.Index index, int at, Value value) {
    if (!(into instanceof Value.Array array)) {
      return Value.of(put(Value.UNDEFINED, at + 1, value));
    }
    List<Value> elements = new ArrayList<>(array.elements());
    if (index.position() == 0) {
      elements.add(index.negative() ? elements.size() : 0, put(Value.UNDEFINED, at + 1, value));
      return Value.of(elements);
    }
    int place = index.position() > 0 ? index.position() - 1 : elements.size() + index.position();
    if (place < 0 || place >= elements.size()) {
      return into;
    }
    elements.set(place, put(elements.get(place), at + 1, value));
    return Value.of(elements);
  }
}
