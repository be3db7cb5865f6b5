package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tributary.testkit.FakeKinesis;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rules publish: with everything MQTT 5 has, past other rules, never in circles, never too soon.
 */
class RepublishIT {
  private static final long PATIENCE_SECONDS = 60;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static FakeKinesis kinesis;
  private static RunningTributary tributary;
  private static RestClient rest;
  private static Rules rules;

  @BeforeAll
  static void start() {
    kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    tributary = bench.tributary("");
    rest = tributary.admin();
    RestPipeline.createConnector(rest, kinesis.endpoint());
    rules = new Rules(rest);
  }

  @Test
  void everyPartOfTheMessageIsATemplate() {
    rules.create(
        "parts",
        """
        SELECT payload.device AS device, payload.qos AS q, payload.keep AS keep,
               clientid, pub_props
        FROM "parts/in"
        """,
        Rules.republish(
            Map.of(
                "topic",
                "parts/out/${device}",
                "qos",
                "${q}",
                "retain",
                "${keep}",
                "payload",
                "from ${clientid}",
                "direct_dispatch",
                false,
                "user_properties",
                "${pub_props.'User-Property'}",
                "mqtt_properties",
                Map.of(
                    "Content-Type", "text/${device}",
                    "Response-Topic", "answers/${device}",
                    "Correlation-Data", "c-${device}",
                    "Message-Expiry-Interval", "3600",
                    "Payload-Format-Indicator", "1"))));
    try (Subscriber subscriber = subscriber("parts/out/#");
        Publisher publisher = publisher("parts-device")) {
      publisher.publishAndWait(
          Mqtt5Publish.builder()
              .topic("parts/in")
              .qos(MqttQos.AT_LEAST_ONCE)
              .payload(bytes("{\"device\": \"pump\", \"qos\": 2, \"keep\": true}"))
              .userProperties()
              .add("unit", "K")
              .add("room", "7")
              .add("unit", "C")
              .applyUserProperties()
              .build());
      Mqtt5Publish heard = subscriber.next();
      assertThat(heard.getTopic()).hasToString("parts/out/pump");
      assertThat(heard.getQos()).isEqualTo(MqttQos.EXACTLY_ONCE);
      assertThat(Subscriber.text(heard)).isEqualTo("from parts-device");
      assertThat(heard.getContentType().orElseThrow()).hasToString("text/pump");
      assertThat(heard.getResponseTopic().orElseThrow()).hasToString("answers/pump");
      assertThat(
              heard
                  .getCorrelationData()
                  .map(StandardCharsets.UTF_8::decode)
                  .orElseThrow()
                  .toString())
          .isEqualTo("c-pump");
      assertThat(heard.getMessageExpiryInterval().orElseThrow()).isBetween(1L, 3600L);
      assertThat(heard.getPayloadFormatIndicator()).contains(Mqtt5PayloadFormatIndicator.UTF_8);
      assertThat(heard.getUserProperties().asList())
          .extracting(RepublishIT::pair)
          .containsExactly(
              Tuple.tuple("unit", "K"), Tuple.tuple("room", "7"), Tuple.tuple("unit", "C"));
    }
    // It was to be retained: who comes later hears it too.
    try (Subscriber late = subscriber("parts/out/pump")) {
      Mqtt5Publish retained = late.next();
      assertThat(retained.isRetain()).isTrue();
      assertThat(Subscriber.text(retained)).isEqualTo("from parts-device");
    }
  }

  @Test
  void whatIsLeftOutIsTakenFromTheMessageAndAMapMakesUserProperties() {
    rules.create(
        "defaults",
        """
        SELECT *, payload.to AS to, map_put('made.by', 'rule', map_new()) AS user_properties
        FROM "defaults/in"
        """,
        Rules.republish(Map.of("topic", "defaults/out/${to}")));
    try (Subscriber subscriber = subscriber("defaults/out/#");
        Publisher publisher = publisher("defaults-device")) {
      publisher.publishAndWait("defaults/in", MqttQos.AT_MOST_ONCE, "{\"to\": \"a\"}");
      publisher.publishAndWait("defaults/in", MqttQos.EXACTLY_ONCE, "{\"to\": \"b\"}");
      Mqtt5Publish first = subscriber.next();
      assertThat(first.getTopic()).hasToString("defaults/out/a");
      assertThat(first.getQos()).isEqualTo(MqttQos.AT_MOST_ONCE);
      assertThat(first.isRetain()).isFalse();
      assertThat(RestClient.parse(Subscriber.text(first)).path("to").asText()).isEqualTo("a");
      assertThat(first.getUserProperties().asList())
          .extracting(RepublishIT::pair)
          .containsExactly(Tuple.tuple("made", "{\"by\":\"rule\"}"));
      Mqtt5Publish second = subscriber.next();
      assertThat(second.getTopic()).hasToString("defaults/out/b");
      assertThat(second.getQos()).isEqualTo(MqttQos.EXACTLY_ONCE);
    }
  }

  @Test
  void directDispatchGoesToSubscribersPastTheRules() {
    Map<String, Object> direct = Map.of("topic", "direct/out", "direct_dispatch", true);
    rules.create("direct", "SELECT * FROM \"direct/in\"", Rules.republish(direct));
    Map<String, Object> chosen = Map.of("topic", "direct/out", "direct_dispatch", "${payload.d}");
    rules.create("chosen", "SELECT * FROM \"direct/chosen\"", Rules.republish(chosen));
    rules.create("direct_out", "SELECT * FROM \"direct/out\"", Rules.console());
    try (Subscriber subscriber = subscriber("direct/out");
        Publisher publisher = publisher("direct-device")) {
      publisher.publishAndWait("direct/in", MqttQos.AT_LEAST_ONCE, "{\"n\": 1}");
      publisher.publishAndWait("direct/chosen", MqttQos.AT_LEAST_ONCE, "{\"d\": true}");
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("{\"n\": 1}");
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("{\"d\": true}");
      assertThat(rules.metric("direct_out", "matched")).isZero();

      publisher.publishAndWait("direct/chosen", MqttQos.AT_LEAST_ONCE, "{\"d\": false}");
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("{\"d\": false}");
      assertThat(rules.metric("direct_out", "matched")).isEqualTo(1);
    }
  }

  @Test
  void twoRulesInACircleAreCutAndCounted() {
    rules.create(
        "there", "SELECT * FROM \"circle/a\"", Rules.republish(Map.of("topic", "circle/b")));
    rules.create(
        "back", "SELECT * FROM \"circle/b\"", Rules.republish(Map.of("topic", "circle/a")));
    try (Subscriber subscriber = subscriber("circle/#");
        Publisher publisher = publisher("circle-device")) {
      publisher.publishAndWait("circle/a", MqttQos.AT_LEAST_ONCE, "round");
      publisher.publishAndWait("circle/end", MqttQos.AT_LEAST_ONCE, "end");
      assertThat(List.of(next(subscriber), next(subscriber), next(subscriber)))
          .containsExactlyInAnyOrder("circle/a", "circle/b", "circle/a");
      assertThat(next(subscriber)).isEqualTo("circle/end");
      assertThat(publisher.disconnected()).isEmpty();
    }
    assertThat(rules.metric("there", "matched")).isEqualTo(2);
    assertThat(rules.metric("there", "actions.success")).isEqualTo(1);
    assertThat(rules.metric("there", "actions.discarded")).isEqualTo(1);
    assertThat(rules.metric("back", "matched")).isEqualTo(1);
    assertThat(rules.metric("back", "actions.discarded")).isZero();
    assertThat(tributary.program().out())
        .containsPattern("WARN .*Rule there: .*not republished.*there, back");
  }

  /** The message that the rule makes is delivered too. */
  @Test
  void aCircleByWayOfAnEventIsCut() {
    rules.create(
        "echo",
        "SELECT * FROM \"$events/message/delivered\" WHERE clientid = 'echo-listener'",
        Rules.republish(Map.of("topic", "echo/again", "qos", 1, "payload", "again")));
    try (Subscriber subscriber = Subscriber.connect(tributary.mqtt(), "echo-listener", "echo/#");
        Publisher publisher = publisher("echo-device")) {
      publisher.publishAndWait("echo/in", MqttQos.AT_LEAST_ONCE, "first");
      assertThat(next(subscriber)).isEqualTo("echo/in");
      assertThat(next(subscriber)).isEqualTo("echo/again");
      rules.await("echo", "actions.discarded", 1);
    }
    assertThat(rules.metric("echo", "matched")).isEqualTo(2);
    assertThat(rules.metric("echo", "actions.success")).isEqualTo(1);
  }

  /** What each of them makes is dropped for want of subscribers, of which both hear. */
  @Test
  void rulesThatAnswerEachOthersEventsComeToAnEnd() {
    for (String id : List.of("answer_a", "answer_b")) {
      rules.create(
          id,
          "SELECT topic FROM \"$events/message/#\" WHERE topic =~ 'answer/#'",
          Rules.republish(Map.of("topic", "answer/" + id, "payload", "again")));
    }
    try (Publisher publisher = publisher("answer-device")) {
      publisher.publishAndWait("answer/in", MqttQos.AT_LEAST_ONCE, "first");
    }
    for (String id : List.of("answer_a", "answer_b")) {
      // One for the message itself, one for each line of rules in which none stands twice.
      assertThat(rules.metric(id, "matched")).isEqualTo(5);
      assertThat(rules.metric(id, "actions.success")).isEqualTo(2);
      assertThat(rules.metric(id, "actions.discarded")).isEqualTo(3);
    }
  }

  /** Kinesis is away, and the action of the second rule asks for its answer. */
  @Test
  void aPublisherHearsOfItsMessageWhenWhatCameOfItIsDelivered() {
    rules.create("hold", "SELECT * FROM \"hold/in\"", Rules.republish(Map.of("topic", "hold/out")));
    String action =
        """
        {"type": "kinesis", "name": "hold_out", "connector": "mine",
         "parameters": {"stream_name": "my_stream", "partition_key": "hold_out",
                        "payload_template": "${payload}"},
         "resource_opts": {"acknowledge": "delivered", "resume_interval": "200ms"}}
        """;
    rest.post("/actions", action).expect(201);
    rules.create("hold_out", "SELECT * FROM \"hold/out\"", "kinesis:hold_out");
    try (Publisher publisher = publisher("hold-device");
        Publisher other = publisher("hold-other")) {
      publisher.publishAndWait("hold/in", MqttQos.AT_LEAST_ONCE, "while all is well");
      kinesis.stop();
      CompletableFuture<?> acknowledged =
          publisher.publish("hold/in", MqttQos.AT_LEAST_ONCE, "while Kinesis is away");
      rules.await("hold_out", "actions.total", 2);
      other.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "answered");
      assertThat(acknowledged).isNotDone();

      kinesis.restart();
      acknowledged.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      assertThat(kinesis.stored("hold_out"))
          .extracting(record -> record.text())
          .containsExactly("while all is well", "while Kinesis is away");
    }
  }

  /** Wrong for ever is refused, wrong at run time fails the action alone. */
  @Test
  void whatCannotBePublishedIsRefusedOrCounted() {
    for (Map<String, Object> args :
        List.<Map<String, Object>>of(
            Map.of("topic", "a/#"),
            Map.of("qos", 1),
            Map.of("topic", "a", "qos", 5),
            Map.of("topic", "a", "retain", "perhaps"),
            Map.of("topic", "a", "mqtt_properties", Map.of("Colour", "red")))) {
      Map<String, Object> rule =
          Map.of(
              "id", "wrong",
              "sql", "SELECT * FROM \"t\"",
              "actions", List.of(Rules.republish(args)));
      RestClient.Answer refused = rest.post("/rules", RestClient.json(rule)).expect(400);
      assertThat(refused.message()).contains("args");
    }
    rules.create(
        "run_time",
        "SELECT payload.q AS q FROM \"wrong/in\"",
        Rules.republish(Map.of("topic", "wrong/out", "qos", "${q}")));
    try (Publisher publisher = publisher("wrong-device")) {
      publisher.publishAndWait("wrong/in", MqttQos.AT_LEAST_ONCE, "{\"q\": \"top-secret\"}");
    }
    assertThat(rules.metric("run_time", "passed")).isEqualTo(1);
    assertThat(rules.metric("run_time", "actions.failed.unknown")).isEqualTo(1);
    assertThat(tributary.program().out())
        .containsPattern("WARN .*Rule run_time: republish: qos .*expected 0, 1 or 2")
        .doesNotContain("secret");
  }

  private static Subscriber subscriber(String filter) {
    return Subscriber.connect(tributary.mqtt(), "of-" + filter.replaceAll("\\W", "-"), filter);
  }

  private static Publisher publisher(String clientId) {
    return Publisher.connect(tributary.mqtt(), clientId);
  }

  private static String next(Subscriber subscriber) {
    return subscriber.next().getTopic().toString();
  }

  private static Tuple pair(Mqtt5UserProperty property) {
    return Tuple.tuple(property.getName().toString(), property.getValue().toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
