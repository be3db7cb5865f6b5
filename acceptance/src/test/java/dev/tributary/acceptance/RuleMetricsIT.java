package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every counter of a rule is exact after a load that is known, and adds up meanwhile. */
class RuleMetricsIT {
  private static final int EACH = 40;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static RestClient rest;
  private static Rules rules;

  @BeforeAll
  static void start() {
    tributary = bench.tributary(Configurations.localKinesis(1));
    rest = tributary.admin();
    RestPipeline.createConnector(rest, tributary.kinesis());
    rules = new Rules(rest);
  }

  @Test
  void everyCounterIsExactAndCanBeReset() {
    String disabled = rules.kinesis("disabled", "${.}");
    rest.put("/actions/" + disabled + "/enable/false").expect(204);
    // Of the load a third passes, a third is rejected and a third fails. What passes goes well
    // twice, finds one action out of service, and cannot be republished: a topic has no wildcards.
    rules.create(
        "counted",
        "SELECT payload.n + 1 AS n FROM \"counted/in\" WHERE n > 10",
        rules.kinesis("counted", "${n}"),
        Rules.console(),
        disabled,
        Rules.republish(Map.of("topic", "counted/${n}/#")));
    publishAll("counted/in", List.of("{\"n\": 10}", "{\"n\": 9}", "{\"n\": \"ten\"}"));

    rules.await("counted", "actions.success", 2L * EACH);
    JsonNode metrics = rules.metrics("counted");
    Map<String, Integer> expected =
        Map.ofEntries(
            Map.entry("matched", 3 * EACH),
            Map.entry("passed", EACH),
            Map.entry("failed", 2 * EACH),
            Map.entry("failed.no_result", EACH),
            Map.entry("failed.exception", EACH),
            Map.entry("actions.total", 4 * EACH),
            Map.entry("actions.success", 2 * EACH),
            Map.entry("actions.failed", 2 * EACH),
            Map.entry("actions.failed.out_of_service", EACH),
            Map.entry("actions.failed.unknown", EACH),
            Map.entry("actions.discarded", 0));
    expected.forEach(
        (name, value) -> assertThat(metrics.path(name).asInt()).as(name).isEqualTo(value));

    rest.put("/rules/counted/metrics/reset").expect(204);
    JsonNode reset = rules.metrics("counted");
    reset
        .properties()
        .forEach(entry -> assertThat(entry.getValue().asDouble()).as(entry.getKey()).isZero());
    assertThat(reset).hasSize(metrics.size());
  }

  @Test
  void whatWouldGoRoundIsCountedAsDiscarded() {
    rules.create(
        "circle",
        "SELECT * FROM \"circle/#\"",
        Rules.republish(Map.of("topic", "circle/again")),
        Rules.console());
    publishAll("circle/in", List.of("round"));
    JsonNode metrics = rules.metrics("circle");
    assertThat(metrics.path("matched").asInt()).isEqualTo(2 * EACH);
    assertThat(metrics.path("passed").asInt()).isEqualTo(2 * EACH);
    assertThat(metrics.path("actions.total").asInt()).isEqualTo(4 * EACH);
    assertThat(metrics.path("actions.success").asInt()).isEqualTo(3 * EACH);
    assertThat(metrics.path("actions.discarded").asInt()).isEqualTo(EACH);
    assertThat(metrics.path("actions.failed").asInt()).isZero();
  }

  @Test
  void ratesMoveWithTheLoad() {
    rules.create("rated", "SELECT * FROM \"rated/in\"", Rules.console());
    assertThat(rules.metrics("rated").path("matched.rate.max").isDouble()).isTrue();
    Await.until(
        "a second's messages are seen in the rates",
        () -> {
          publishAll("rated/in", List.of("now"));
          return rules.metrics("rated").path("matched.rate").asDouble() > 0;
        });
    JsonNode busy = rules.metrics("rated");
    assertThat(busy.path("matched.rate.last5m").asDouble()).isPositive();
    assertThat(busy.path("matched.rate.max").asDouble())
        .isGreaterThanOrEqualTo(busy.path("matched.rate").asDouble());

    Await.until(
        "the rate falls to nothing",
        () -> rules.metrics("rated").path("matched.rate").asDouble() == 0);
    JsonNode quiet = rules.metrics("rated");
    assertThat(quiet.path("matched.rate.max").asDouble()).isPositive();
    assertThat(quiet.path("matched.rate.last5m").asDouble()).isPositive();
  }

  @Test
  void nodeMetricsAreThoseOfTheOnlyNode() {
    rules.create("noded", "SELECT * FROM \"noded/in\"", Rules.console());
    publishAll("noded/in", List.of("x"));
    JsonNode answer = rest.get("/rules/noded/metrics").expect(200).body();
    assertThat(answer.path("id").asText()).isEqualTo("noded");
    assertThat(answer.path("node_metrics")).hasSize(1);
    JsonNode node = answer.path("node_metrics").path(0);
    assertThat(node.path("node").asText()).isEqualTo("tributary@127.0.0.1");
    assertThat(node.path("metrics").path("matched").asInt()).isEqualTo(EACH);
  }

  /** Each payload so many times; whoever looks meanwhile finds that sums hold. */
  private static void publishAll(String topic, List<String> payloads) {
    String rule = topic.substring(0, topic.indexOf('/'));
    List<CompletableFuture<?>> sent = new ArrayList<>();
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "load-" + rule)) {
      for (int i = 0; i < EACH; i++) {
        for (String payload : payloads) {
          sent.add(publisher.publish(topic, MqttQos.AT_LEAST_ONCE, payload));
        }
      }
      while (!sent.stream().allMatch(CompletableFuture::isDone)) {
        assertSumsHold(rules.metrics(rule));
      }
      sent.forEach(CompletableFuture::join);
      assertSumsHold(rules.metrics(rule));
    }
  }

  private static void assertSumsHold(JsonNode metrics) {
    assertThat(sum(metrics, "passed", "failed")).isEqualTo(sum(metrics, "matched"));
    assertThat(sum(metrics, "failed.exception", "failed.no_result"))
        .isEqualTo(sum(metrics, "failed"));
    assertThat(sum(metrics, "actions.failed.out_of_service", "actions.failed.unknown"))
        .isEqualTo(sum(metrics, "actions.failed"));
    assertThat(sum(metrics, "actions.success", "actions.failed", "actions.discarded"))
        .isLessThanOrEqualTo(sum(metrics, "actions.total"));
  }

  private static long sum(JsonNode metrics, String... names) {
    long sum = 0;
    for (String name : names) {
      assertThat(metrics.path(name).isIntegralNumber()).as(name).isTrue();
      sum += metrics.path(name).asLong();
    }
    return sum;
  }
}
