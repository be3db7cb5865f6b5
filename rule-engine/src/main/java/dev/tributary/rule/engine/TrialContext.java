package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is tried on: the {@code context} of {@code POST /rule_test}. It names an event in
 * {@code event_type} and gives any of its columns; the others get sample values.
 *
 * @param topic as given; null if it was not, for a sample is not to match by accident
 * @param columns all of them, checked and filled up
 */
record TrialContext(EventType type, @Nullable String topic, Value.Map columns) {
  private static final String EVENT_TYPE = "event_type";

  private static final Set<String> MAPS =
      Set.of(
          "flags",
          "pub_props",
          "puback_props",
          "conn_props",
          "disconn_props",
          "sub_props",
          "unsub_props",
          "client_attrs",
          "details");
  private static final Set<String> NUMBERS =
      Set.of(
          "timestamp",
          "publish_received_at",
          "message_received_at",
          "connected_at",
          "disconnected_at",
          "activated_at",
          "deactivated_at",
          "keepalive",
          "expiry_interval",
          "receive_maximum");
  private static final Set<String> BOOLEANS =
      Set.of("clean_start", "is_bridge", "is_superuser", "is_anonymous", "dup", "retain");

  /** Columns that real events have and the samples do not. */
  private static final Set<String> FURTHER =
      Set.of("receive_maximum", "transformation", "peerhost", "client_attrs", "timestamp", "node");

  /** The context is not one that a rule can be tried on. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1;

    WrongException(String field, String problem, String expected) {
      super("context." + field + " " + problem + "; expected " + expected);
    }
  }

  static TrialContext read(Value.Map context, EvaluationContext evaluation) throws WrongException {
    EventType type = type(context.value(EVENT_TYPE));
    Value.Map samples = EventCatalog.samples(type, evaluation);
    Value.Map.Builder columns = samples.toBuilder();
    for (String name : context.keys()) {
      if (!name.equals(EVENT_TYPE)) {
        if (!samples.contains(name) && !FURTHER.contains(name)) {
          throw new WrongException(
              Excerpt.of(name), "is unknown", "one of " + String.join(", ", samples.keys()));
        }
        columns.put(name, checked(type, name, context.value(name)));
      }
    }
    columns.put(RuleColumns.METADATA, Value.UNDEFINED);
    String topic = context.value("topic") instanceof Value.Text text ? text.string() : null;
    return new TrialContext(type, topic, columns.build());
  }

  private static EventType type(Value given) throws WrongException {
    EventType type = given instanceof Value.Text text ? EventType.ofTypeName(text.string()) : null;
    if (type == null) {
      String problem = given instanceof Value.Undefined ? "is missing" : "is " + shown(given);
      throw new WrongException(EVENT_TYPE, problem, "one of " + typeNames());
    }
    return type;
  }

  private static String typeNames() {
    return Arrays.stream(EventType.values())
        .map(EventType::typeName)
        .collect(Collectors.joining(", "));
  }

  private static Value checked(EventType type, String name, Value value) throws WrongException {
    if (name.equals("qos")) {
      return qos(value);
    }
    if (name.equals("event")) {
      Value right = Value.of(type.eventName());
      return require(value.equals(right), name, value, "'" + type.eventName() + "', or nothing");
    }
    if (MAPS.contains(name)) {
      return require(value instanceof Value.Map, name, value, "an object");
    }
    if (NUMBERS.contains(name)) {
      return number(name, value);
    }
    if (BOOLEANS.contains(name)) {
      return bool(name, value);
    }
    boolean right =
        value instanceof Value.Text || (name.equals("proto_ver") && value instanceof Value.Int);
    return require(right, name, value, "a text");
  }

  private static Value require(boolean right, String name, Value value, String expected)
      throws WrongException {
    if (!right) {
      throw new WrongException(name, "is " + shown(value), expected);
    }
    return value;
  }

  /** Forms send numbers as texts; so may people. */
  private static Value number(String name, Value value) throws WrongException {
    if (value instanceof Value.Text text && text.string().matches("-?\\d{1,18}")) {
      return Value.of(Long.parseLong(text.string()));
    }
    String unit = name.endsWith("_at") || name.equals("timestamp") ? "milliseconds since 1970" : "";
    return require(value instanceof Value.Int, name, value, unit.isEmpty() ? "a number" : unit);
  }

  private static Value bool(String name, Value value) throws WrongException {
    if (value instanceof Value.Text text && Set.of("true", "false").contains(text.string())) {
      return Value.of(text.string().equals("true"));
    }
    return require(value instanceof Value.Bool, name, value, "true or false");
  }

  private static Value qos(Value value) throws WrongException {
    String text = value instanceof Value.Int number ? Long.toString(number.value()) : "";
    if (value instanceof Value.Text given) {
      text = given.string();
    }
    return switch (text) {
      case "0" -> Value.of(0);
      case "1" -> Value.of(1);
      case "2" -> Value.of(2);
      default -> throw new WrongException("qos", "is " + shown(value), "0, 1 or 2");
    };
  }

  private static String shown(Value value) {
    return Excerpt.of(Json.writeText(value));
  }
}
