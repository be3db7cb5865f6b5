package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.rule.sql.SqlLimits;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A value while many of its paths are changed. Nothing that anyone else holds is changed: a
 * container is copied once, and then changed in place until someone looks at it.
 */
final class Draft {
  private final Set<JsonNode> own = Collections.newSetFromMap(new IdentityHashMap<>());
  private JsonNode root;

  Draft(JsonNode value) {
    root = value;
  }

  /** What stands at the path now; it will not change any more. */
  JsonNode look(JsonNode path) throws JsonQueryException {
    JsonNode found = Paths.get(root, path);
    boolean isPart = path.isEmpty() || !path.get(path.size() - 1).isObject();
    // A slice is a list of its own, of elements that may be ours.
    if (!isPart || own.contains(found)) {
      own.clear();
    }
    return found;
  }

  JsonNode whole() {
    own.clear();
    return root;
  }

  void set(JsonNode path, JsonNode value) throws JsonQueryException {
    if (path.size() > SqlLimits.VALUE_DEPTH) {
      throw Texts.error("Path too deep");
    }
    root = set(root, path, 0, path.size(), value);
  }

  /** Deletes what stands at several keys, indexes or slices of one container. */
  void delete(JsonNode parent, int parentSize, List<JsonNode> steps) throws JsonQueryException {
    JsonNode container = root;
    for (int i = 0; i < parentSize && !container.isNull(); i++) {
      container = Paths.step(container, parent.get(i));
    }
    if (!container.isNull()) {
      root = set(root, parent, 0, parentSize, without(container, steps));
    }
  }

  private JsonNode set(JsonNode in, JsonNode path, int from, int end, JsonNode value)
      throws JsonQueryException {
    if (from == end) {
      return value;
    }
    JsonNode step = path.get(from);
    JsonNode inner = set(Paths.step(in, step), path, from + 1, end, value);
    if (step.isTextual()) {
      ObjectNode changed = object(in);
      changed.set(step.textValue(), inner);
      return changed;
    }
    if (step.isNumber()) {
      return withElement(in, Paths.index(in, step), inner);
    }
    if (!inner.isArray()) {
      throw Texts.error("A slice of an array can only be assigned another array");
    }
    return withSlice(in, Paths.range(in, step), inner);
  }

  private ObjectNode object(JsonNode in) {
    if (in instanceof ObjectNode object && own.contains(object)) {
      Budget.current().charge(1);
      return object;
    }
    Budget.current().fields(in.size());
    ObjectNode copy = Nodes.object();
    if (in instanceof ObjectNode object) {
      copy.setAll(object);
    }
    own.add(copy);
    return copy;
  }

  private JsonNode withElement(JsonNode in, int index, JsonNode value) throws JsonQueryException {
    if (index < 0) {
      throw Texts.error("Out of bounds negative array index");
    }
    ArrayNode list = list(in);
    Budget.current().elements(Math.max(0, index - list.size()));
    while (list.size() <= index) {
      list.addNull();
    }
    list.set(index, value);
    return list;
  }

  private ArrayNode list(JsonNode in) {
    if (in instanceof ArrayNode list && own.contains(list)) {
      Budget.current().charge(1);
      return list;
    }
    Budget.current().elements(in.size());
    ArrayNode copy = Nodes.list();
    in.forEach(copy::add);
    own.add(copy);
    return copy;
  }

  private JsonNode withSlice(JsonNode in, int[] range, JsonNode values) {
    Budget.current().elements((long) in.size() + values.size());
    ArrayNode changed = Nodes.list();
    for (int i = 0; i < range[0]; i++) {
      changed.add(in.get(i));
    }
    values.forEach(changed::add);
    for (int i = range[1]; i < in.size(); i++) {
      changed.add(in.get(i));
    }
    own.add(changed);
    return changed;
  }

  private JsonNode without(JsonNode container, List<JsonNode> steps) throws JsonQueryException {
    return container.isObject() ? withoutKeys(container, steps) : withoutElements(container, steps);
  }

  private JsonNode withoutKeys(JsonNode container, List<JsonNode> steps) throws JsonQueryException {
    ObjectNode rest = object(container);
    for (JsonNode step : steps) {
      if (!step.isTextual()) {
        throw notDeleted(container, step);
      }
      Budget.current().charge(1);
      rest.remove(step.textValue());
    }
    return rest;
  }

  /** All indexes are those of the list before anything goes. */
  private JsonNode withoutElements(JsonNode container, List<JsonNode> steps)
      throws JsonQueryException {
    BitSet gone = new BitSet();
    for (JsonNode step : steps) {
      if (!container.isArray() || step.isTextual()) {
        throw notDeleted(container, step);
      }
      Budget.current().charge(1);
      int index = step.isNumber() ? Paths.index(container, step) : 0;
      int[] range = step.isNumber() ? new int[] {index, index + 1} : Paths.range(container, step);
      if (index >= 0 && index < container.size()) {
        gone.set(range[0], range[1]);
      }
    }
    Budget.current().elements(container.size());
    ArrayNode rest = Nodes.list();
    for (int i = 0; i < container.size(); i++) {
      if (!gone.get(i)) {
        rest.add(container.get(i));
      }
    }
    own.add(rest);
    return rest;
  }

  private static JsonQueryException notDeleted(JsonNode container, JsonNode step) {
    return Texts.error(
        "Cannot delete field at "
            + (step.isTextual() ? "object" : "array")
            + " index of "
            + Texts.type(container));
  }
}
