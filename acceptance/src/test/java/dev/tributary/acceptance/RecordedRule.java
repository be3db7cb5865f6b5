package dev.tributary.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One answer of the original to SQL and a context, and whether an answer of ours is the same. */
record RecordedRule(JsonNode line) {

  String id() {
    return line.path("id").asText();
  }

  String area() {
    return line.path("area").asText();
  }

  String sql() {
    return line.path("sql").asText();
  }

  /** The original has no result: ours may be better. */
  boolean isError() {
    return status().equals("error");
  }

  /** The body of {@code POST /rule_test}. */
  String request() {
    return RestClient.json(Map.of("sql", line.path("sql"), "context", line.path("context")));
  }

  boolean agrees(RestClient.Answer answer) {
    return switch (status()) {
      case "ok" -> answer.status() == 200 && accepts(answer.body());
      case "no_match" -> answer.status() == 412;
      case "error" -> Set.of(200, 400, 412).contains(answer.status());
      default -> throw new AssertionError("a case of an unknown kind: " + line);
    };
  }

  private String status() {
    return line.path("expect").path("status").asText();
  }

  private boolean accepts(JsonNode actual) {
    JsonNode shape = line.path("expect").path("shape");
    return shape.isMissingNode()
        ? same(line.path("expect").path("result"), actual)
        : actual.isObject() && hasShape(shape, actual);
  }

  /** Numbers are equal only if both have a fraction or none. The order of keys is free. */
  private boolean same(JsonNode expected, JsonNode actual) {
    if (expected.isObject() && actual.isObject()) {
      return (isSubset() || expected.size() == actual.size())
          && expected.properties().stream()
              .allMatch(field ->
                  actual.has(field.getKey())
                      && same(field.getValue(), actual.path(field.getKey())));
    }
    if (expected.isArray() && actual.isArray()) {
      return expected.size() == actual.size() && sameElements(expected, actual);
    }
    if (expected.isDouble() && actual.isDouble()) {
      return isNear(expected.doubleValue(), actual.doubleValue());
    }
    return expected.equals(actual) || (areOpened() && sameOpened(expected, actual));
  }

  private boolean sameElements(JsonNode expected, JsonNode actual) {
    for (int i = 0; i < expected.size(); i++) {
      if (!same(expected.path(i), actual.path(i))) {
        return false;
      }
    }
    return true;
  }

  /** The last bit of sines and logarithms is the libraries' own affair. */
  private boolean isNear(double expected, double actual) {
    return expected == actual
        || (area().equals("math") && Math.abs(expected - actual) <= Math.ulp(expected));
  }

  private boolean isSubset() {
    return line.path("compare").asText().equals("subset");
  }

  private boolean areOpened() {
    return line.path("compare").asText().equals("json_strings");
  }

  private boolean sameOpened(JsonNode expected, JsonNode actual) {
    return isJson(expected)
        && isJson(actual)
        && RestClient.parse(expected.asText()).equals(RestClient.parse(actual.asText()));
  }

  private static boolean isJson(JsonNode node) {
    return node.isTextual() && node.asText().startsWith("{");
  }

  /** The shape maps names, or after a tilde how names begin, to types or patterns. */
  private static boolean hasShape(JsonNode shape, JsonNode actual) {
    return shape.properties().stream()
        .allMatch(field -> {
          List<JsonNode> values = named(field.getKey(), actual);
          return values.size() == 1 && isLike(values.getFirst(), field.getValue().asText());
        });
  }

  private static List<JsonNode> named(String name, JsonNode actual) {
    List<JsonNode> values = new ArrayList<>();
    actual
        .properties()
        .forEach(field -> {
          boolean is =
              name.startsWith("~")
                  ? field.getKey().matches(name.substring(1) + ".*")
                  : field.getKey().equals(name);
          if (is) {
            values.add(field.getValue());
          }
        });
    return values;
  }

  private static boolean isLike(JsonNode value, String wanted) {
    return switch (wanted) {
      case "int" -> value.isIntegralNumber();
      case "float" -> value.isDouble();
      case "string" -> value.isTextual();
      case "bool" -> value.isBoolean();
      case "array" -> value.isArray();
      case "map" -> value.isObject();
      default -> value.asText().matches(wanted);
    };
  }
}
