package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import java.util.HexFormat;
import java.util.Set;

/** Makes the columns of a message out of the context of {@code POST /rule_test}. */
final class TestMessage {
  private static final String EVENT_TYPE = "event_type";
  private static final String MESSAGE_PUBLISH = "message_publish";
  private static final Set<String> TEXTS =
      Set.of("payload", "topic", "clientid", "username", "peerhost", "peername", "node", "id");
  private static final Set<String> MAPS = Set.of("flags", "pub_props", "client_attrs");
  private static final Set<String> TIMES = Set.of("timestamp", "publish_received_at");

  private final Value.Map context;
  private final EvaluationContext evaluation;

  TestMessage(Value.Map context, EvaluationContext evaluation) {
    this.context = context;
    this.evaluation = evaluation;
  }

  /** The context is not one that a rule can be tried on. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1;

    WrongException(String field, String problem, String expected) {
      super("context." + field + " " + problem + "; expected " + expected);
    }
  }

  Value.Map columns() throws WrongException {
    checkEvent();
    Value.Map.Builder columns = samples().toBuilder();
    for (String name : context.keys()) {
      if (!name.equals(EVENT_TYPE)) {
        columns.put(name, checked(name, context.value(name)));
      }
    }
    return columns.build();
  }

  private void checkEvent() throws WrongException {
    Value event = context.value(EVENT_TYPE);
    if (event instanceof Value.Undefined) {
      throw new WrongException(EVENT_TYPE, "is missing", MESSAGE_PUBLISH);
    }
    if (!(event instanceof Value.Text text) || !text.string().equals(MESSAGE_PUBLISH)) {
      throw new WrongException(
          EVENT_TYPE, "is " + shown(event), MESSAGE_PUBLISH + ", the only event of this version");
    }
  }

  private static Value checked(String name, Value value) throws WrongException {
    if (name.equals("qos")) {
      return qos(value);
    }
    if (name.equals("event") || TEXTS.contains(name)) {
      return require(value instanceof Value.Text, name, value, "a text");
    }
    if (MAPS.contains(name)) {
      return require(value instanceof Value.Map, name, value, "an object");
    }
    if (TIMES.contains(name)) {
      return require(value instanceof Value.Int, name, value, "milliseconds since 1970");
    }
    throw new WrongException(name, "is unknown", "a column of a message, such as payload or topic");
  }

  private static Value require(boolean right, String name, Value value, String expected)
      throws WrongException {
    if (!right) {
      throw new WrongException(name, "is " + shown(value), expected);
    }
    return value;
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

  /** The values with which the original fills what the context leaves out. */
  private Value.Map samples() {
    long now = evaluation.nowMillis();
    HexFormat hex = HexFormat.of().withUpperCase();
    return Value.Map.builder()
        .put("id", Value.of(hex.toHexDigits(now * 1000) + hex.toHexDigits(0L)))
        .put("clientid", Value.of("c_emqx"))
        .put("username", Value.of("u_emqx"))
        .put("payload", Value.of("{\"msg\": \"hello\"}"))
        .put("peerhost", Value.of("192.168.0.10"))
        .put("peername", Value.of("192.168.0.10:32781"))
        .put("topic", Value.UNDEFINED)
        .put("qos", Value.of(1))
        .put("flags", Value.Map.empty())
        .put("pub_props", sampleProperties())
        .put("timestamp", Value.of(now))
        .put("publish_received_at", Value.of(now))
        .put("node", Value.of(evaluation.nodeName()))
        .put("client_attrs", Value.Map.of("test", Value.of("example")))
        .put("event", Value.of("message.publish"))
        .put(RuleColumns.METADATA, Value.UNDEFINED)
        .build();
  }

  private static Value.Map sampleProperties() {
    return Value.Map.builder()
        .put("User-Property", Value.Map.of("foo", Value.of("bar")))
        .put(
            "User-Property-Pairs",
            Value.of(Value.Map.of("key", Value.of("foo")), Value.Map.of("value", Value.of("bar"))))
        .put("Message-Expiry-Interval", Value.of(30))
        .put("Payload-Format-Indicator", Value.of(0))
        .build();
  }
}
