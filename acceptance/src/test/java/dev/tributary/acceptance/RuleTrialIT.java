package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real rules are tried by {@code POST /rules/{id}/test}, with their actions or without. */
class RuleTrialIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static RestClient rest;
  private static Rules rules;
  private static KinesisReader records;

  @BeforeAll
  static void start() {
    tributary = bench.tributary(Configurations.localKinesis(1));
    rest = tributary.admin();
    RestPipeline.createConnector(rest, tributary.kinesis());
    rules = new Rules(rest);
    records = bench.closing(new KinesisReader(tributary.kinesis(), Configurations.STREAM));
  }

  @Test
  void actionsRunOnlyWhereTheFlagSaysSo() {
    rules.create(
        "tried",
        "SELECT payload.x AS x, clientid FROM \"trial/+\" WHERE payload.x > 0",
        rules.kinesis("tried", "x is ${x}"),
        Rules.republish(Map.of("topic", "tried/${clientid}", "payload", "${x}")));
    try (Subscriber subscriber =
        Subscriber.connect(tributary.mqtt(), "trial-listener", "tried/#")) {
      assertThat(tried("tried", 1, true).expect(200).text()).isEqualTo("[\"ok\",\"ok\"]");
      assertThat(tried("tried", 2, false).expect(200).text()).isEqualTo("[\"ok\",\"ok\"]");
      assertThat(tried("tried", 3, true).expect(200).text()).isEqualTo("[\"ok\",\"ok\"]");
      assertThat(tried("tried", 4, false).expect(200).text()).isEqualTo("[\"ok\",\"ok\"]");
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("2");
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("4");
    }
    // What came before a record of the same key would stand before it.
    assertThat(records.await("tried", 2))
        .extracting(KinesisReader.Read::text)
        .containsExactly("x is 2", "x is 4");
  }

  @Test
  void detailsShowWhatWouldBeSentAndAFailureSaysWhy() {
    rules.create(
        "shown",
        "FOREACH payload.l AS item DO item AS q FROM \"trial/+\"",
        rules.kinesis("shown", "q is ${q}"),
        Rules.republish(Map.of("topic", "shown", "qos", "${q}", "payload", "${q}")));
    String body = body("{\"l\": [1, 9]}", true);
    JsonNode brief = rest.post("/rules/shown/test", body).expect(200).body();
    assertThat(brief.path(0).toString()).isEqualTo("[\"ok\",\"ok\"]");
    assertThat(brief.path(1).path(0).asText()).isEqualTo("ok");
    assertThat(brief.path(1).path(1).asText()).contains("republish", "qos");
    assertThat(brief).hasSize(2);
    JsonNode detail = rest.post("/rules/shown/test?detail=true", body).expect(200).body();
    assertThat(detail.path("outputs").toString()).isEqualTo("[{\"q\":1},{\"q\":9}]");
    assertThat(detail.path("actions")).hasSize(4);
    assertThat(detail.path("actions").path(0).path("fields").toString()).contains("q is 1");
  }

  @Test
  void aDisabledRuleCanBeTriedAndStaysDisabled() {
    rules.createToKinesis("off", "SELECT payload.x AS x FROM \"trial/+\"", "x is ${x}");
    rest.put("/rules/off", "{\"enable\": false}").expect(200);
    assertThat(tried("off", 7, false).expect(200).text()).isEqualTo("[\"ok\"]");
    assertThat(records.await("off", 1))
        .extracting(KinesisReader.Read::text)
        .containsExactly("x is 7");
    assertThat(rest.get("/rules/off").body().path("enable").asBoolean(true)).isFalse();
  }

  @Test
  void aRuleOnAnEventIsTriedWithItsSamples() {
    rules.create(
        "on_event",
        "SELECT clientid, reason FROM \"$events/client/disconnected\"",
        Rules.republish(Map.of("topic", "gone/${clientid}", "payload", "${reason}")));
    String body =
        """
        {"context": {"event_type": "client_disconnected", "clientid": "c7"},
         "stop_action_after_template_rendering": false}
        """;
    try (Subscriber subscriber = Subscriber.connect(tributary.mqtt(), "gone-listener", "gone/#")) {
      rest.post("/rules/on_event/test", body).expect(200);
      assertThat(subscriber.next().getTopic()).hasToString("gone/c7");
    }
  }

  @Test
  void whatCannotBeTriedIsSaid() {
    rules.create(
        "strict", "SELECT payload.x + 1 AS y FROM \"trial/+\" WHERE y > 1", Rules.console());
    RestClient.Answer missing = tried("no_such_rule", 1, true).expect(404);
    assertThat(missing.code()).isEqualTo("RULE_NOT_FOUND");
    assertThat(missing.message()).contains("no_such_rule");
    assertThat(tried("strict", -1, true).expect(412).code()).isEqualTo("NOT_MATCH");
    String elsewhere =
        "{\"context\": {\"event_type\": \"message_publish\", \"topic\": \"elsewhere\"}}";
    assertThat(rest.post("/rules/strict/test", elsewhere).expect(412).code())
        .isEqualTo("NOT_MATCH");
    assertThat(rest.post("/rules/strict/test", body("no JSON", true)).expect(400).message())
        .contains("JSON");
    assertThat(rest.post("/rules/strict/test", "{}").expect(400).message()).contains("context");
    assertThat(rules.metric("strict", "matched")).isZero();
  }

  private static RestClient.Answer tried(String id, int x, boolean stop) {
    return rest.post("/rules/" + id + "/test", body("{\"x\": " + x + "}", stop));
  }

  private static String body(String payload, boolean stop) {
    Map<String, Object> context =
        Map.of(
            "event_type", "message_publish",
            "topic", "trial/a",
            "clientid", "device",
            "payload", payload);
    return RestClient.json(
        Map.of("context", context, "stop_action_after_template_rendering", stop));
  }
}
