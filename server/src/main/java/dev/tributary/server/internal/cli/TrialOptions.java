package dev.tributary.server.internal.cli;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The message or event that a rule is tried on. */
final class TrialOptions {

  private static final String EVENT_TYPE = "event_type";

  @Option(
      names = "--payload",
      description =
          "The message's payload: the text itself, @FILE for the bytes of a file, - for standard input "
              + "(default: empty).")
  private @Nullable String payload;

  @Option(names = "--topic", description = "The message's topic (default: t/1).")
  private @Nullable String topic;

  @Option(names = "--clientid", description = "The client (default: c_1).")
  private @Nullable String clientId;

  @Option(names = "--username", description = "Its user name.")
  private @Nullable String username;

  @Option(names = "--qos", description = "Quality of service (default: 1).")
  private @Nullable Integer qos;

  @Option(
      names = "--event",
      paramLabel = "TYPE",
      description =
          "An event in place of a published message, such as client_connected; see: rule events "
              + "(default: what FROM names).")
  private @Nullable String event;

  @Option(
      names = "--context",
      paramLabel = "JSON",
      description =
          "Further fields of the message or event as a JSON object, or @FILE, or -. "
              + "The other options count more.")
  private @Nullable String context;

  /** The context of {@code POST /rule_test}. */
  Value.Map context(String sql) {
    Value.Map given = given();
    Value.Map.Builder fields = given.toBuilder();
    String type = type(sql, given);
    fields.put(EVENT_TYPE, Value.of(type));
    boolean message = type.equals(TrialEvent.MESSAGE);
    put("topic", topic, message && !given.contains("topic") ? "t/1" : null, fields);
    put("clientid", clientId, message && !given.contains("clientid") ? "c_1" : null, fields);
    put("username", username, null, fields);
    if (qos != null) {
      if (qos < 0 || qos > 2) {
        throw new CommandFailure("--qos %d is not valid: expected 0, 1 or 2".formatted(qos), 2);
      }
      fields.put("qos", Value.of(qos));
    }
    if (payload != null) {
      fields.put("payload", Value.of(InputArgument.bytes("--payload", payload)));
    } else if (message && !given.contains("payload")) {
      fields.put("payload", Value.of(""));
    }
    return fields.build();
  }

  private String type(String sql, Value.Map given) {
    if (event != null) {
      return TrialEvent.named("--event", event);
    }
    return given.value(EVENT_TYPE) instanceof Value.Text named
        ? TrialEvent.named("context.event_type", named.string())
        : TrialEvent.ofSql(sql);
  }

  private static void put(
      String name, @Nullable String given, @Nullable String otherwise, Value.Map.Builder fields) {
    String value = given == null ? otherwise : given;
    if (value != null) {
      fields.put(name, Value.of(value));
    }
  }

  private Value.Map given() {
    if (context == null) {
      return Value.Map.empty();
    }
    byte[] json = InputArgument.bytes("--context", context);
    try {
      if (Json.parse(json) instanceof Value.Map fields) {
        return fields;
      }
    } catch (JsonException e) {
      throw new CommandFailure("--context is not JSON: " + e.getMessage(), 2);
    }
    throw new CommandFailure(
        "--context %s: expected a JSON object such as {\"username\": \"u\"}"
            .formatted(new String(json, StandardCharsets.UTF_8).strip()),
        2);
  }
}
