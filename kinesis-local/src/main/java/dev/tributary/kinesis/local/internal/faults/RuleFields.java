package dev.tributary.kinesis.local.internal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The members of a JSON object, read as what they have to be. Unknown members are refused. */
final class RuleFields {
  private static final long WHOLE_MAX = 1_000_000_000_000L;

  private final JsonNode object;
  private final String path;

  private RuleFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * @param path of the object, for messages; empty for the outermost
   */
  static RuleFields of(JsonNode object, String path, Set<String> known) {
    if (!object.isObject()) {
      throw new WrongRule(path.isEmpty() ? "rule" : path, object, "must be an object");
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!known.contains(member.getKey())) {
        throw new WrongRule(
            prefix + member.getKey(),
            member.getValue(),
            "must not be there; known are " + new TreeSet<>(known));
      }
    }
    return new RuleFields(object, prefix);
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  JsonNode node(String name) {
    return object.path(name);
  }

  String path(String name) {
    return path + name;
  }

  Optional<String> text(String name) {
    return has(name) ? Optional.of(text(object.get(name), path(name))) : Optional.empty();
  }

  private static String text(JsonNode value, String path) {
    if (!value.isTextual()) {
      throw new WrongRule(path, value, "must be a text");
    }
    return value.textValue();
  }

  /** One text, or a list of them. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : listOrOne(name)) {
      texts.add(text(item, path(name)));
    }
    return texts;
  }

  List<Integer> integers(String name) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode item : listOrOne(name)) {
      if (!item.canConvertToInt() || !item.isIntegralNumber()) {
        throw new WrongRule(path(name), item, "must be a whole number");
      }
      integers.add(item.intValue());
    }
    return integers;
  }

  private Iterable<JsonNode> listOrOne(String name) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = object.get(name);
    return value.isArray() ? value : List.of(value);
  }

  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (!object.get(name).isBoolean()) {
      throw new WrongRule(path(name), object.get(name), "must be true or false");
    }
    return object.get(name).booleanValue();
  }

  long whole(String name, long otherwise) {
    OptionalLong value = number(name);
    if (value.isPresent() && Math.abs(value.getAsLong()) > WHOLE_MAX) {
      throw new WrongRule(path(name), value.getAsLong(), "must be at most " + WHOLE_MAX);
    }
    return value.orElse(otherwise);
  }

  OptionalLong number(String name) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new WrongRule(path(name), value, "must be a whole number");
    }
    return OptionalLong.of(value.longValue());
  }

  OptionalDouble decimal(String name) {
    return has(name)
        ? OptionalDouble.of(decimal(object.get(name), path(name)))
        : OptionalDouble.empty();
  }

  double requiredDecimal(String name) {
    if (!has(name)) {
      throw new WrongRule(path(name), "missing", "must be a number");
    }
    return decimal(object.get(name), path(name));
  }

  static double decimal(JsonNode value, String path) {
    if (!value.isNumber()) {
      throw new WrongRule(path, value, "must be a number");
    }
    return value.doubleValue();
  }

  Optional<Duration> duration(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    Optional<Duration> duration = Durations.parse(value.asText());
    if (duration.isEmpty()) {
      throw new WrongRule(path(name), value, Durations.RIGHT);
    }
    return duration;
  }
}
