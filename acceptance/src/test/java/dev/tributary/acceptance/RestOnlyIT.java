package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.testkit.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The walkthrough by REST alone, on a process whose configuration names no connector. Each test has
 * an action, a rule and a topic of its own.
 */
class RestOnlyIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static RestClient rest;
  private static KinesisReader records;

  @BeforeAll
  static void start() {
    tributary = bench.tributary(Configurations.localKinesis(1));
    rest = tributary.admin();
    records = bench.closing(new KinesisReader(tributary.kinesis(), Configurations.STREAM));
    RestPipeline.createConnector(rest, tributary.kinesis());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          absent | ``
          empty  | `, "payload_template": ""`
          """)
  void aTemplateThatIsLeftOutOrEmptySendsAllVisibleFields(String name, String template) {
    RestPipeline.createActionAndRule(rest, name, template);
    RestPipeline.publish(tributary.mqtt(), name);

    KinesisReader.Read record = records.await(name, 1).getFirst();
    assertAllVisibleFields(name, RestClient.parse(record.text()));
  }

  @Test
  void theMetricsOfActionAndRuleGrowByOne() {
    RestPipeline.createActionAndRule(rest, "counted", "");
    ActionCounters before = rest.counters("kinesis:counted");
    JsonNode ruleBefore = ruleMetrics("counted");
    RestPipeline.publish(tributary.mqtt(), "counted");
    records.await("counted", 1);

    Await.until("success is counted", () -> rest.counters("kinesis:counted").success() > 0);
    ActionCounters after = rest.counters("kinesis:counted");
    assertThat(after.matched() - before.matched()).isEqualTo(1);
    assertThat(after.success() - before.success()).isEqualTo(1);
    after.assertAllDelivered(1);

    Await.until(
        "the rule counts the action's success",
        () -> ruleMetrics("counted").path("actions.success").asLong() > 0);
    JsonNode ruleAfter = ruleMetrics("counted");
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
  void metricsCanBeReset() {
    RestPipeline.createActionAndRule(rest, "reset", "");
    RestPipeline.publish(tributary.mqtt(), "reset");
    Await.until("success is counted", () -> rest.counters("kinesis:reset").success() == 1);
    rest.put("/actions/kinesis:reset/metrics/reset").expect(204);
    rest.put("/rules/reset/metrics/reset").expect(204);
    rest.counters("kinesis:reset").assertAllDelivered(0);
    assertThat(ruleMetrics("reset").path("matched").asLong()).isZero();
  }

  @Test
  void nodeMetricsAreThoseOfTheOnlyNode() {
    RestPipeline.createActionAndRule(rest, "node", "");
    JsonNode answer = rest.get("/actions/kinesis:node/metrics").expect(200).body();
    assertThat(answer.path("node_metrics")).hasSize(1);
    JsonNode node = answer.path("node_metrics").path(0);
    assertThat(node.path("node").asText()).isEqualTo("tributary@127.0.0.1");
    assertThat(node.path("metrics").path("matched"))
        .isEqualTo(answer.path("metrics").path("matched"));
  }

  @Test
  void aDisabledRuleSendsNothingAndADisabledActionDrops() {
    RestPipeline.createActionAndRule(rest, "switched", "");
    rest.put("/actions/kinesis:switched/enable/false").expect(204);
    RestPipeline.publish(tributary.mqtt(), "switched");
    assertThat(ruleMetrics("switched").path("actions.total").asLong()).isEqualTo(1);
    assertThat(
            ruleMetrics("switched").path("actions.failed").asLong()
                + ruleMetrics("switched").path("actions.discarded").asLong())
        .isEqualTo(1);

    rest.put("/actions/kinesis:switched/enable/true").expect(204);
    rest.put("/rules/switched", "{\"enable\": false}").expect(200);
    RestPipeline.publish(tributary.mqtt(), "switched");
    rest.put("/rules/switched", "{\"enable\": true}").expect(200);
    RestPipeline.publish(tributary.mqtt(), "switched");
    Await.until("the last is delivered", () -> rest.counters("kinesis:switched").success() == 1);
    assertThat(records.await("switched", 1)).hasSize(1);
  }

  @Test
  void secretsAreNeverAnswered() {
    for (String path : List.of("/connectors", "/connectors/kinesis:mine")) {
      RestClient.Answer answer = rest.get(path).expect(200);
      assertThat(answer.text()).doesNotContain(RestPipeline.SECRET);
      assertThat(answer.body().findValue("aws_secret_access_key").asText()).isEqualTo("******");
    }
    assertThat(tributary.program().story()).doesNotContain(RestPipeline.SECRET);
  }

  @Test
  void whatWasReadCanBePutBack() {
    RestClient.Answer connector = rest.get("/connectors/kinesis:mine").expect(200);
    rest.put("/connectors/kinesis:mine", connector.text()).expect(200);
    RestPipeline.createActionAndRule(rest, "put_back", "");
    rest.put("/actions/kinesis:put_back", rest.get("/actions/kinesis:put_back").text()).expect(200);
    rest.put("/rules/put_back", rest.get("/rules/put_back").text()).expect(200);

    RestPipeline.publish(tributary.mqtt(), "put_back");
    records.await("put_back", 1);
  }

  @Test
  void withoutLoginNothingIsAnsweredButTheStatus() {
    RestClient anonymous = tributary.rest();
    anonymous.get("/connectors").expect(401);
    anonymous.post("/connectors", RestPipeline.connector(tributary.kinesis())).expect(401);
    assertThat(anonymous.get("/status").expect(200).text()).contains("running");
    RestClient.Answer refused =
        anonymous.post("/login", "{\"username\": \"admin\", \"password\": \"wrong\"}").expect(401);
    assertThat(refused.code()).isEqualTo("BAD_USERNAME_OR_PWD");
  }

  @Test
  void whatIsInUseIsNotDeleted() {
    RestPipeline.createActionAndRule(rest, "used", "");
    RestClient.Answer refused = rest.delete("/actions/kinesis:used").expect(400);
    assertThat(refused.code()).isEqualTo("BAD_REQUEST");
    assertThat(refused.body().path("rules")).extracting(JsonNode::asText).containsExactly("used");
    rest.delete("/connectors/kinesis:mine").expect(400);

    rest.delete("/rules/used").expect(204);
    rest.delete("/actions/kinesis:used").expect(204);
    rest.get("/actions/kinesis:used").expect(404);
  }

  private static JsonNode ruleMetrics(String id) {
    return rest.get("/rules/" + id + "/metrics").expect(200).body().path("metrics");
  }

  /** The fields that recorded messages of the original have. */
  private static void assertAllVisibleFields(String name, JsonNode sent) {
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
    assertThat(sent.path("clientid").asText()).isEqualTo(name);
    assertThat(sent.path("username").asText()).isEqualTo("undefined");
    assertThat(sent.path("payload").asText()).isEqualTo(RestPipeline.MESSAGE);
    assertThat(sent.path("peerhost").asText()).isEqualTo("127.0.0.1");
    assertThat(sent.path("peername").asText()).matches("127\\.0\\.0\\.1:\\d+");
    assertThat(sent.path("topic").asText()).isEqualTo("t/" + name);
    assertThat(sent.path("qos").asInt()).isEqualTo(1);
    assertThat(sent.path("flags").toString()).isEqualTo("{\"retain\":false,\"dup\":false}");
    assertThat(sent.path("pub_props").path("User-Property").toString()).isEqualTo("{}");
    assertThat(sent.path("timestamp").isIntegralNumber()).isTrue();
    assertThat(sent.path("publish_received_at").isIntegralNumber()).isTrue();
    assertThat(sent.path("node").asText()).isEqualTo("tributary@127.0.0.1");
    assertThat(sent.path("client_attrs").toString()).isEqualTo("{}");
    assertThat(sent.path("event").asText()).isEqualTo("message.publish");
    assertThat(sent.path("metadata").path("rule_id").asText()).isEqualTo(name);
  }
}
