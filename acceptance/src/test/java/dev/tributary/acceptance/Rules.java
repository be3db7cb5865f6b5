package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Rules and their Kinesis actions, made by REST on one server. The connector of {@link
 * RestPipeline} is there first.
 */
final class Rules {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RestClient rest;

  Rules(RestClient rest) {
    this.rest = rest;
  }

  /**
   * A rule.
   *
   * @param actions ids of actions, and what {@link #republish} and {@link #console} give
   */
  Rules create(String id, String sql, Object... actions) {
    Map<String, Object> rule = Map.of("id", id, "sql", sql, "actions", List.of(actions));
    rest.post("/rules", RestClient.json(rule)).expect(201);
    return this;
  }

  /** A rule with an action of the same name, whose records have that name as their key. */
  Rules createToKinesis(String id, String sql, String payloadTemplate) {
    return create(id, sql, kinesis(id, payloadTemplate));
  }

  /** An action, and its id. */
  String kinesis(String name, String payloadTemplate) {
    Map<String, Object> parameters =
        Map.of(
            "stream_name",
            Configurations.STREAM,
            "partition_key",
            name,
            "payload_template",
            payloadTemplate);
    Map<String, Object> action =
        Map.of("type", "kinesis", "name", name, "connector", "mine", "parameters", parameters);
    rest.post("/actions", RestClient.json(action)).expect(201);
    return "kinesis:" + name;
  }

  /** An action that publishes; {@code args} by their names in the documentation. */
  static Map<String, Object> republish(Map<String, Object> args) {
    return Map.of("function", "republish", "args", args);
  }

  static Map<String, Object> console() {
    return Map.of("function", "console");
  }

  JsonNode metrics(String id) {
    return rest.get("/rules/" + id + "/metrics").expect(200).body().path("metrics");
  }

  long metric(String id, String name) {
    JsonNode value = metrics(id).path(name);
    assertThat(value.isIntegralNumber()).as("%s of rule %s", name, id).isTrue();
    return value.asLong();
  }

  /** Waits until a counter has reached a value. */
  void await(String id, String name, long value) {
    Await.until(
        () -> "%s of rule %s is %d: %s".formatted(name, id, value, metrics(id)),
        PATIENCE,
        () -> metric(id, name) >= value);
  }
}
