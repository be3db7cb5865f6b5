package dev.tributary.rule.sql.internal.jq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Functions of any value: length, conversion, paths. */
final class Values {
  private static final Pattern LOOSE_NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private Values() {}

  static void define(Definitions definitions) {
    definitions.light("length", Values::length);
    definitions.light("keys", Values::keys);
    definitions.withOne("has", Values::has);
    definitions.light("tojson", Values::json);
    definitions.light("@json", Values::json);
    definitions.light("tostring", in -> in.isTextual() ? in : json(in));
    definitions.light("@text", in -> in.isTextual() ? in : json(in));
    definitions.plain("fromjson", Values::parsed);
    definitions.plain("tonumber", Values::number);
    definitions.light("toarray", in -> in.isArray() ? in : Nodes.list().add(in));
    definitions.withOne("contains", (in, other) -> Nodes.truth(contains(in, other)));
    definitions.withTwo("setpath", (in, path, value) -> Paths.set(in, path(path), value));
    definitions.withOne("delpaths", (in, paths) -> Paths.delete(in, path(paths)));
    definitions.raw(
        "del",
        1,
        (scope, arguments, in, _, output, _) -> {
          JsonNode gone = Nodes.list().addAll(Assign.paths(arguments.getFirst(), scope, in));
          output.emit(Paths.delete(in, gone), null);
        });
    definitions.written("values", "select(. != null)");
    definitions.written("paths", "path(..) | select(length > 0)");
    definitions.written(
        "paths", ". as $all | paths | select(. as $p | $all | getpath($p) | f)", "f");
    definitions.written("leaf_paths", "paths(scalars)");
    definitions.written(
        "walk",
        "def inner: if type == \"object\" then map_values(inner) elif type == \"array\" then"
            + " map(inner) else . end | f; inner",
        "f");
    definitions.written("map_values", ".[] |= f", "f");
    definitions.written("isvalid", "try (f | true) catch false", "f");
  }

  private static JsonNode json(JsonNode in) {
    Budget budget = Budget.current();
    budget.charge(budget.size(in) / 2);
    return Nodes.text(Texts.json(in));
  }

  private static JsonNode length(JsonNode in) throws JsonQueryException {
    return switch (in.getNodeType()) {
      case NULL, MISSING, POJO -> Texts.computed(0);
      case STRING, BINARY -> {
        String text = in.asText();
        Budget.current().chars(text.length());
        yield Texts.computed(text.codePointCount(0, text.length()));
      }
      case NUMBER -> Texts.computed(Math.abs(in.doubleValue()));
      case ARRAY, OBJECT -> Texts.computed(in.size());
      case BOOLEAN -> throw Texts.error(Texts.shown(in) + " has no length");
    };
  }

  private static JsonNode keys(JsonNode in) throws JsonQueryException {
    ArrayNode keys = Nodes.list();
    if (in.isObject()) {
      Budget.current().sorting(in.size());
      Order.sortedKeys(in).forEach(keys::add);
    } else if (in.isArray()) {
      Budget.current().elements(in.size());
      for (int i = 0; i < in.size(); i++) {
        keys.add(i);
      }
    } else {
      throw Texts.error(Texts.shown(in) + " has no keys");
    }
    return keys;
  }

  private static JsonNode has(JsonNode in, JsonNode key) throws JsonQueryException {
    if (in.isObject() && key.isTextual()) {
      return Nodes.truth(in.has(key.textValue()));
    }
    if (in.isArray() && key.isNumber()) {
      return Nodes.truth(key.doubleValue() >= 0 && key.doubleValue() < in.size());
    }
    throw Texts.error(
        "Cannot check whether " + Texts.type(in) + " has a " + Texts.type(key) + " key");
  }

  private static JsonNode parsed(JsonNode in) throws JsonQueryException {
    if (!in.isTextual()) {
      throw Texts.error(Texts.shown(in) + " only strings can be parsed");
    }
    if (in.textValue().strip().equals("nan")) {
      return Texts.computed(Double.NaN);
    }
    try {
      return Nodes.node(Json.parse(in.textValue().getBytes(UTF_8)));
    } catch (JsonException e) {
      throw Texts.error(e.getMessage() + " (while parsing '" + in.textValue() + "')");
    }
  }

  private static JsonNode number(JsonNode in) throws JsonQueryException {
    if (in.isNumber()) {
      return in;
    }
    if (!in.isTextual()) {
      throw Texts.error(Texts.shown(in) + " cannot be parsed as a number");
    }
    String text = in.textValue().strip();
    try {
      JsonNode parsed = Nodes.node(Json.parse(text.getBytes(UTF_8)));
      if (parsed.isNumber()) {
        return parsed;
      }
    } catch (JsonException _) {
      if (LOOSE_NUMBER.matcher(text).matches()) {
        return Texts.computed(Double.parseDouble(text));
      }
    }
    throw Texts.error(
        "Invalid numeric literal at EOF at line 1, column "
            + text.length()
            + " (while parsing '"
            + text
            + "')");
  }

  private static boolean contains(JsonNode in, JsonNode other) throws JsonQueryException {
    Budget.current().charge(1);
    if (in.isObject() && other.isObject()) {
      for (String key : Order.sortedKeys(other)) {
        JsonNode mine = in.get(key);
        if (mine == null || !contains(mine, other.path(key))) {
          return false;
        }
      }
      return true;
    }
    if (in.isArray() && other.isArray()) {
      for (JsonNode wanted : other) {
        if (!someContains(in, wanted)) {
          return false;
        }
      }
      return true;
    }
    if (in.isTextual() && other.isTextual()) {
      return Strings.indexOf(in.textValue(), other.textValue(), 0) >= 0;
    }
    if (in.getNodeType() == other.getNodeType()) {
      return Order.OF_VALUES.compare(in, other) == 0;
    }
    throw Texts.error(
        Texts.shown(in) + " and " + Texts.shown(other) + " cannot have their containment checked");
  }

  private static boolean someContains(JsonNode list, JsonNode wanted) throws JsonQueryException {
    for (JsonNode element : list) {
      boolean comparable = element.getNodeType() == wanted.getNodeType();
      if (comparable && contains(element, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode path(JsonNode path) throws JsonQueryException {
    if (!path.isArray()) {
      throw Texts.error("Path must be specified as an array");
    }
    return path;
  }
}
