package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.rule.sql.SqlLimits;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Reading, changing and deleting what stands at paths. Nothing is changed in place. */
final class Paths {
  private Paths() {}

  static JsonNode get(JsonNode in, JsonNode path) throws JsonQueryException {
    JsonNode found = in;
    for (JsonNode step : path) {
      if (found.isNull()) {
        return found;
      }
      found = step(found, step);
    }
    return found;
  }

  static JsonNode set(JsonNode in, JsonNode path, JsonNode value) throws JsonQueryException {
    if (path.size() > SqlLimits.VALUE_DEPTH) {
      throw Texts.error("Path too deep");
    }
    return set(in, path, 0, value);
  }

  /** Deletes the paths, the last first, so that none moves another. */
  static JsonNode delete(JsonNode in, JsonNode paths) throws JsonQueryException {
    List<JsonNode> sorted = new ArrayList<>();
    for (JsonNode path : paths) {
      if (!path.isArray()) {
        throw Texts.error("Path must be specified as an array");
      }
      sorted.add(path);
    }
    sorted.sort(Order.OF_VALUES);
    JsonNode rest = in;
    for (JsonNode path : sorted.reversed()) {
      if (path.isEmpty()) {
        return Nodes.nothing();
      }
      rest = delete(rest, path, 0);
    }
    return rest;
  }

  private static JsonNode step(JsonNode in, JsonNode step) throws JsonQueryException {
    if (in.isNull() && (step.isTextual() || step.isNumber() || step.isObject())) {
      return in;
    }
    if (in.isObject() && step.isTextual()) {
      JsonNode found = in.get(step.textValue());
      return found == null ? Nodes.nothing() : found;
    }
    if (in.isArray() && step.isNumber()) {
      JsonNode found = in.get(index(in, step));
      return found == null ? Nodes.nothing() : found;
    }
    if (in.isArray() && step.isObject()) {
      int[] range = range(in, step);
      ArrayNode slice = Nodes.list();
      for (int i = range[0]; i < range[1]; i++) {
        slice.add(in.get(i));
      }
      return slice;
    }
    throw wrongIndex(in, step);
  }

  private static JsonNode set(JsonNode in, JsonNode path, int from, JsonNode value)
      throws JsonQueryException {
    if (from == path.size()) {
      return value;
    }
    JsonNode step = path.get(from);
    JsonNode inner = set(step(in, step), path, from + 1, value);
    Budget.current().elements(in.size());
    if (step.isTextual()) {
      ObjectNode changed = Nodes.object();
      if (in instanceof ObjectNode object) {
        changed.setAll(object);
      }
      return changed.set(step.textValue(), inner);
    }
    if (step.isNumber()) {
      return withElement(in, index(in, step), inner);
    }
    if (!inner.isArray()) {
      throw Texts.error("A slice of an array can only be assigned another array");
    }
    return withSlice(in, range(in, step), inner);
  }

  private static JsonNode withElement(JsonNode in, int index, JsonNode value)
      throws JsonQueryException {
    if (index < 0) {
      throw Texts.error("Out of bounds negative array index");
    }
    Budget.current().elements(index);
    ArrayNode changed = Nodes.list();
    in.forEach(changed::add);
    while (changed.size() <= index) {
      changed.addNull();
    }
    changed.set(index, value);
    return changed;
  }

  private static JsonNode withSlice(JsonNode in, int[] range, JsonNode values) {
    ArrayNode changed = Nodes.list();
    for (int i = 0; i < range[0]; i++) {
      changed.add(in.get(i));
    }
    values.forEach(changed::add);
    for (int i = range[1]; i < in.size(); i++) {
      changed.add(in.get(i));
    }
    return changed;
  }

  private static JsonNode delete(JsonNode in, JsonNode path, int from) throws JsonQueryException {
    JsonNode step = path.get(from);
    if (in.isNull()) {
      return in;
    }
    if (from < path.size() - 1) {
      JsonNode inner = step(in, step);
      JsonNode rest = delete(inner, path, from + 1);
      return inner.isNull() ? in : set(in, Nodes.list().add(step), 0, rest);
    }
    Budget.current().elements(in.size());
    if (in instanceof ObjectNode object && step.isTextual()) {
      ObjectNode rest = Nodes.object();
      rest.setAll(object);
      rest.remove(step.textValue());
      return rest;
    }
    if (in.isArray() && step.isNumber()) {
      int index = index(in, step);
      return index < 0 || index >= in.size()
          ? in
          : withSlice(in, new int[] {index, index + 1}, Nodes.list());
    }
    if (in.isArray() && step.isObject()) {
      return withSlice(in, range(in, step), Nodes.list());
    }
    throw Texts.error(
        "Cannot delete field at "
            + (in.isArray() ? "array" : "object")
            + " index of "
            + Texts.type(in));
  }

  /** Counted from the end if negative; -1 if it stands before the beginning. */
  private static int index(JsonNode in, JsonNode step) {
    double index = Math.floor(step.doubleValue());
    return (int) Math.max(-1, index < 0 ? index + in.size() : index);
  }

  private static int[] range(JsonNode in, JsonNode step) throws JsonQueryException {
    JsonNode start = step.path("start");
    JsonNode end = step.path("end");
    if (!isBound(start) || !isBound(end)) {
      throw Texts.error("Start and end indices of an array slice must be numbers");
    }
    int from = start.isNumber() ? bound(Math.floor(start.doubleValue()), in.size()) : 0;
    int to = end.isNumber() ? bound(Math.ceil(end.doubleValue()), in.size()) : in.size();
    return new int[] {from, Math.max(from, to)};
  }

  private static boolean isBound(JsonNode bound) {
    return bound.isNumber() || bound.isNull() || bound.isMissingNode();
  }

  private static int bound(double index, int size) {
    return (int) Math.clamp(index < 0 ? index + size : index, 0, size);
  }

  private static JsonQueryException wrongIndex(JsonNode in, JsonNode step) {
    return Texts.error(
        step.isTextual()
            ? "Cannot index " + Texts.type(in) + " with \"" + step.textValue() + "\""
            : "Cannot index " + Texts.type(in) + " with " + Texts.type(step));
  }
}
