package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
    Draft draft = new Draft(in);
    draft.set(path, value);
    return draft.whole();
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
    sorted.sort(Order.OF_VALUES.reversed());
    if (!sorted.isEmpty() && sorted.getLast().isEmpty()) {
      return Nodes.nothing();
    }
    Draft draft = new Draft(in);
    int from = 0;
    while (from < sorted.size()) {
      JsonNode first = sorted.get(from);
      List<JsonNode> steps = new ArrayList<>();
      for (; from < sorted.size() && areSiblings(first, sorted.get(from)); from++) {
        steps.add(sorted.get(from).get(first.size() - 1));
      }
      draft.delete(first, first.size() - 1, steps);
    }
    return draft.whole();
  }

  /** Whether both end in the same container. */
  private static boolean areSiblings(JsonNode path, JsonNode other) {
    if (path.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < path.size() - 1; i++) {
      if (Order.OF_VALUES.compare(path.get(i), other.get(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  static JsonNode step(JsonNode in, JsonNode step) throws JsonQueryException {
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
      Budget.current().elements((long) range[1] - range[0]);
      ArrayNode slice = Nodes.list();
      for (int i = range[0]; i < range[1]; i++) {
        slice.add(in.get(i));
      }
      return slice;
    }
    throw wrongIndex(in, step);
  }

  /** Counted from the end if negative; -1 if it stands before the beginning. */
  static int index(JsonNode in, JsonNode step) {
    double index = Math.floor(step.doubleValue());
    return (int) Math.max(-1, index < 0 ? index + in.size() : index);
  }

  static int[] range(JsonNode in, JsonNode step) throws JsonQueryException {
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
