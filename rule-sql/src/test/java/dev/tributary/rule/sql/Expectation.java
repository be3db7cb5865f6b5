package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * How the result of a recorded case is compared: exactly, by subset, with JSON strings parsed, or
 * by shape.
 */
final class Expectation {
  private final String compare;
  private final String area;

  Expectation(Value.Map recorded) {
    this.compare = recorded.value("compare").toString();
    this.area = recorded.value("area").toString();
  }

  boolean accepts(Value.Map expect, Value actual) throws JsonException {
    Value seen = Json.parse(Json.write(actual));
    if (expect.contains("shape")) {
      return seen instanceof Value.Map map && hasShape((Value.Map) expect.value("shape"), map);
    }
    return same(expect.value("result"), seen, compare.equals("subset"));
  }

  private boolean same(Value expected, Value actual, boolean subset) throws JsonException {
    return switch (expected) {
      case Value.Map map -> actual instanceof Value.Map that && sameMap(map, that, subset);
      case Value.Array array -> actual instanceof Value.Array that && sameList(array, that, subset);
      case Value.Float(double wanted) ->
          actual instanceof Value.Float(double got) && near(wanted, got);
      case Value.Text text when compare.equals("json_strings") && actual instanceof Value.Text ->
          text.equals(actual) || same(opened(text), opened((Value.Text) actual), false);
      default -> expected.equals(actual);
    };
  }

  private boolean near(double wanted, double got) {
    return wanted == got || (area.equals("math") && Math.abs(wanted - got) <= Math.ulp(wanted));
  }

  private boolean sameMap(Value.Map expected, Value.Map actual, boolean subset)
      throws JsonException {
    if (!subset && expected.size() != actual.size()) {
      return false;
    }
    for (String key : expected.keys()) {
      if (!actual.contains(key) || !same(expected.value(key), actual.value(key), subset)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameList(Value.Array expected, Value.Array actual, boolean subset)
      throws JsonException {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!same(expected.element(i), actual.element(i), subset)) {
        return false;
      }
    }
    return true;
  }

  private static Value opened(Value.Text text) {
    int start = text.string().indexOf('{');
    try {
      return start < 0 ? text : Json.parse(text.string().substring(start).getBytes(UTF_8));
    } catch (JsonException _) {
      return text;
    }
  }

  private static boolean hasShape(Value.Map shape, Value.Map actual) {
    for (String name : shape.keys()) {
      String wanted = shape.value(name).toString();
      List<Value> values =
          name.startsWith("~")
              ? actual.keys().stream()
                  .filter(key -> key.matches(name.substring(1) + ".*"))
                  .map(actual::value)
                  .toList()
              : List.of(actual.value(name));
      if (values.size() != 1 || !isLike(values.getFirst(), wanted)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLike(Value value, String wanted) {
    return switch (wanted) {
      case "int" -> value instanceof Value.Int;
      case "float" -> value instanceof Value.Float;
      case "string" -> value instanceof Value.Text;
      case "bool" -> value instanceof Value.Bool;
      case "array" -> value instanceof Value.Array;
      case "map" -> value instanceof Value.Map;
      default -> value.toString().matches(wanted);
    };
  }
}
