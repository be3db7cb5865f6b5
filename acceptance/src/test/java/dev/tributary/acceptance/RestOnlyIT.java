package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walkthrough by REST alone, on a process whose configuration names no connector. */
class RestOnlyIT {
  private static final String SECRET = "not-for-anybodys-eyes";
  private static final String MESSAGE = "{\"msg\":\"hello \\\"Kinesis\\\"\",\"n\":7}";

  @RegisterExtension final Workbench bench = new Workbench();

  private int kinesisPort;
  private RunningTributary tributary;
  private RestClient rest;

  @BeforeEach
  void start() {
    kinesisPort = FreePorts.next();
    startWithoutConnectors();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"payload_template\": \"\""})
  void aTemplateThatIsLeftOutOrEmptySendsAllVisibleFields(String template) {
    create(template);
    publish("sensor-1");

    KinesisReader.Read record = records().await("sensor-1", 1).getFirst();
    assertAllVisibleFields(RestClient.parse(record.text()));
  }

  @Test
  void theMetricsOfActionAndRuleGrowByOne() {
    create("");
    ActionCounters before = rest.counters("kinesis:sent");
    JsonNode ruleBefore = ruleMetrics();
    publish("sensor-1");
    records().await("sensor-1", 1);

    Await.until("success is counted", () -> rest.counters("kinesis:sent").success() > 0);
    ActionCounters after = rest.counters("kinesis:sent");
    assertThat(after.matched() - before.matched()).isEqualTo(1);
    assertThat(after.success() - before.success()).isEqualTo(1);
    after.assertAllDelivered(1);

    Await.until(
        "the rule counts the action's success",
        () -> ruleMetrics().path("actions.success").asLong() > 0);
    JsonNode ruleAfter = ruleMetrics();
    for (String counter : List.of("matched", "passed", "actions.total", "actions.success")) {
      assertThat(ruleAfter.path(counter).asLong() - ruleBefore.path(counter).asLong())
          .as(counter)
          .isEqualTo(1);
    }
    for (String counter : List.of("failed", "actions.failed", "actions.discarded")) {
      assertThat(ruleAfter.path(counter).asLong()).as(counter).isZero();
    }
  }

  @Test
  void nodeMetricsAreThoseOfTheOnlyNode() {
    create("");
    JsonNode answer = rest.get("/actions/kinesis:sent/metrics").expect(200).body();
    assertThat(answer.path("node_metrics")).hasSize(1);
    JsonNode node = answer.path("node_metrics").path(0);
    assertThat(node.path("node").asText()).isEqualTo("tributary@127.0.0.1");
    assertThat(node.path("metrics").path("matched"))
        .isEqualTo(answer.path("metrics").path("matched"));
  }

  @Test
  void whatWasCreatedIsThereAfterARestart() {
    create("");
    JsonNode rule = rest.get("/rules/to_kinesis").expect(200).body();
    tributary.stop();
    startWithoutConnectors();

    assertThat(rest.get("/connectors/kinesis:mine").expect(200).body().path("endpoint").asText())
        .isEqualTo(endpoint());
    assertThat(
            rest.get("/actions/kinesis:sent")
                .expect(200)
                .body()
                .path("parameters")
                .path("stream_name")
                .asText())
        .isEqualTo("my_stream");
    JsonNode kept = rest.get("/rules/to_kinesis").expect(200).body();
    assertThat(kept.path("sql")).isEqualTo(rule.path("sql"));
    assertThat(kept.path("created_at")).isEqualTo(rule.path("created_at"));
    assertThat(kept.path("actions")).isEqualTo(rule.path("actions"));

    publish("sensor-2");
    records().await("sensor-2", 1);
    Await.until("success is counted", () -> rest.counters("kinesis:sent").success() == 1);
  }

  @Test
  void whatWasChangedOrDeletedStaysSoAfterARestart() {
    create("");
    rest.put("/rules/to_kinesis", "{\"description\": \"changed\"}").expect(200);
    rest.put("/actions/kinesis:sent/enable/false").expect(204);
    rest.post("/rules", rule("short_lived")).expect(201);
    rest.delete("/rules/short_lived").expect(204);
    // The worst moment: no time to write anything on the way out.
    tributary.program().kill();
    tributary.program().finished();
    startWithoutConnectors();

    JsonNode rule = rest.get("/rules/to_kinesis").expect(200).body();
    assertThat(rule.path("description").asText()).isEqualTo("changed");
    assertThat(rule.path("sql").asText()).isEqualTo("SELECT * FROM \"t/#\"");
    assertThat(rest.get("/actions/kinesis:sent").expect(200).body().path("enable").asBoolean())
        .isFalse();
    rest.get("/rules/short_lived").expect(404);
  }

  @Test
  void secretsAreNeverAnswered() {
    create("");
    for (String path : List.of("/connectors", "/connectors/kinesis:mine")) {
      RestClient.Answer answer = rest.get(path).expect(200);
      assertThat(answer.text()).doesNotContain(SECRET);
      assertThat(answer.body().findValue("aws_secret_access_key").asText()).isEqualTo("******");
    }
    assertThat(tributary.program().story()).doesNotContain(SECRET);
  }

  @Test
  void withoutLoginNothingIsAnsweredButTheStatus() {
    RestClient anonymous = tributary.rest();
    anonymous.get("/connectors").expect(401);
    anonymous.post("/connectors", connector()).expect(401);
    assertThat(anonymous.get("/status").expect(200).text()).contains("running");
    RestClient.Answer refused =
        anonymous.post("/login", "{\"username\": \"admin\", \"password\": \"wrong\"}").expect(401);
    assertThat(refused.code()).isEqualTo("BAD_USERNAME_OR_PWD");
  }

  @Test
  void anActionThatARuleUsesIsNotDeleted() {
    create("");
    RestClient.Answer refused = rest.delete("/actions/kinesis:sent").expect(400);
    assertThat(refused.code()).isEqualTo("BAD_REQUEST");
    assertThat(refused.body().path("rules"))
        .extracting(JsonNode::asText)
        .containsExactly("to_kinesis");
    rest.delete("/connectors/kinesis:mine").expect(400);

    rest.delete("/rules/to_kinesis").expect(204);
    rest.delete("/actions/kinesis:sent").expect(204);
    rest.delete("/connectors/kinesis:mine").expect(204);
    rest.get("/connectors/kinesis:mine").expect(404);
  }

  private void startWithoutConnectors() {
    tributary =
        bench.tributary(
            Configurations.localKinesis(1),
            Map.of("TRIBUTARY_LOCAL_KINESIS__BIND", "127.0.0.1:" + kinesisPort));
    rest = tributary.admin();
  }

  private void create(String template) {
    rest.post("/connectors_probe", connector()).expect(204);
    JsonNode connector = rest.post("/connectors", connector()).expect(201).body();
    assertThat(connector.path("status").asText()).isEqualTo("connected");
    rest.post("/actions_probe", action(template)).expect(204);
    JsonNode action = rest.post("/actions", action(template)).expect(201).body();
    assertThat(action.path("status").asText()).isEqualTo("connected");
    JsonNode rule = rest.post("/rules", rule("to_kinesis")).expect(201).body();
    assertThat(rule.path("from")).extracting(JsonNode::asText).containsExactly("t/#");
  }

  private String endpoint() {
    return URI.create("http://127.0.0.1:" + kinesisPort).toString();
  }

  private String connector() {
    return """
    {"type": "kinesis", "name": "mine", "endpoint": "%s",
     "aws_access_key_id": "test", "aws_secret_access_key": "%s"}\
    """
        .formatted(endpoint(), SECRET);
  }

  private static String action(String template) {
    return """
    {"type": "kinesis", "name": "sent", "connector": "mine",
     "parameters": {"stream_name": "my_stream", "partition_key": "${clientid}"%s}}\
    """
        .formatted(template);
  }

  private static String rule(String id) {
    return """
    {"id": "%s", "sql": "SELECT * FROM \\"t/#\\"", "actions": ["kinesis:sent"]}\
    """
        .formatted(id);
  }

  private void publish(String clientId) {
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), clientId)) {
      publisher.publishAndWait("t/my_topic", MqttQos.AT_LEAST_ONCE, MESSAGE);
    }
  }

  private KinesisReader records() {
    return bench.closing(new KinesisReader(tributary.kinesis(), "my_stream"));
  }

  private JsonNode ruleMetrics() {
    return rest.get("/rules/to_kinesis/metrics").expect(200).body().path("metrics");
  }

  /** The fields that recorded messages of the original have. */
  private static void assertAllVisibleFields(JsonNode sent) {
    assertThat(sent.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "id",
            "clientid",
            "username",
            "payload",
            "peerhost",
            "peername",
            "topic",
            "qos",
            "flags",
            "pub_props",
            "timestamp",
            "publish_received_at",
            "node",
            "client_attrs",
            "event",
            "metadata");
    assertThat(sent.path("id").asText()).matches("[0-9A-Fa-f]{32}");
    assertThat(sent.path("clientid").asText()).isEqualTo("sensor-1");
    assertThat(sent.path("username").asText()).isEqualTo("undefined");
    assertThat(sent.path("payload").asText()).isEqualTo(MESSAGE);
    assertThat(sent.path("peerhost").asText()).isEqualTo("127.0.0.1");
    assertThat(sent.path("peername").asText()).matches("127\\.0\\.0\\.1:\\d+");
    assertThat(sent.path("topic").asText()).isEqualTo("t/my_topic");
    assertThat(sent.path("qos").asInt()).isEqualTo(1);
    assertThat(sent.path("flags").toString()).isEqualTo("{\"retain\":false,\"dup\":false}");
    assertThat(sent.path("pub_props").path("User-Property").toString()).isEqualTo("{}");
    assertThat(sent.path("timestamp").isIntegralNumber()).isTrue();
    assertThat(sent.path("publish_received_at").isIntegralNumber()).isTrue();
    assertThat(sent.path("node").asText()).isEqualTo("tributary@127.0.0.1");
    assertThat(sent.path("client_attrs").toString()).isEqualTo("{}");
    assertThat(sent.path("event").asText()).isEqualTo("message.publish");
    assertThat(sent.path("metadata").path("rule_id").asText()).isEqualTo("to_kinesis");
  }
}
