package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules, their limits and their actions in the configuration file, and across a restart. */
class RuleConfigurationIT {
  private static final String RULES =
      """
      rule_engine {
        limits {
          max_sql_length = 300
          max_steps = 200
          max_value_bytes = 1KB
          max_actions_per_rule = 2
          max_sources_per_rule = 2
        }
        kv_store.max_entries = 1
        rules {
          forwarded {
            sql = "SELECT payload.n AS n, pub_props FROM \\"file/in\\""
            actions = [
              {function: republish, args {
                topic = "file/out/${n}"
                qos = 1
                payload = ""
                mqtt_properties {Content-Type = "text/${n}"}
                user_properties = "${pub_props.'User-Property'}"
              }}
            ]
          }
          comings {
            sql = \"\"\"SELECT clientid FROM "$events/client/connected" WHERE clientid = 'comer'\"\"\"
            actions = [{function: republish, args {topic = "file/came", payload = "${clientid}"}}]
          }
          long {
            sql = \"\"\"SELECT pad('', payload.n) AS y FROM "file/long" \"\"\"
            actions = [{function: console}]
          }
          many {
            sql = \"\"\"FOREACH payload.l AS e DO e + 1 AS n FROM "file/many" \"\"\"
            actions = [{function: console}]
          }
          stored {
            sql = \"\"\"SELECT kv_store_put(payload.k, 1) AS y FROM "file/stored" \"\"\"
            actions = [{function: console}]
          }
        }
      }
      """;

  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void rulesOfTheFileWorkWithinItsLimits() {
    RunningTributary tributary = bench.tributary(RULES);
    Rules rules = new Rules(tributary.admin());
    try (Subscriber subscriber = Subscriber.connect(tributary.mqtt(), "file-sub", "file/#");
        Publisher publisher = Publisher.connect(tributary.mqtt(), "comer")) {
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("comer");
      publisher.publishAndWait(
          Mqtt5Publish.builder()
              .topic("file/in")
              .qos(MqttQos.AT_LEAST_ONCE)
              .payload(new byte[] {'{', '"', 'n', '"', ':', '7', '}'})
              .userProperties()
              .add("made", "here")
              .applyUserProperties()
              .build());
      Mqtt5Publish made =
          List.of(subscriber.next(), subscriber.next()).stream()
              .filter(message -> message.getTopic().toString().equals("file/out/7"))
              .findFirst()
              .orElseThrow();
      assertThat(RestClient.parse(Subscriber.text(made)).path("n").asInt()).isEqualTo(7);
      assertThat(made.getContentType().orElseThrow()).hasToString("text/7");
      assertThat(made.getUserProperties().asList()).hasSize(1);

      publish(publisher, "file/long", "{\"n\": 100}", "{\"n\": 2000}");
      publish(publisher, "file/many", "{\"l\": [1, 2]}", "{\"l\": " + numbers() + "}");
      publish(publisher, "file/stored", "{\"k\": 1}", "{\"k\": 2}");
    }
    for (String id : List.of("long", "many", "stored")) {
      assertThat(rules.metric(id, "passed")).as(id).isEqualTo(1);
      assertThat(rules.metric(id, "failed.exception")).as(id).isEqualTo(1);
    }
    String log = tributary.program().out();
    assertThat(log).containsPattern("Rule long: .*1024 bytes").containsPattern("Rule many: .*200 ");
    assertThat(log).containsPattern("Rule stored: .*kv_store.*1 ");
  }

  private static void publish(Publisher publisher, String topic, String... payloads) {
    for (String payload : payloads) {
      publisher.publishAndWait(topic, MqttQos.AT_LEAST_ONCE, payload);
    }
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, 500).boxed().toList();
  }

  @Test
  void limitsOfTheFileHoldForRulesByRest() {
    RestClient rest = bench.tributary(RULES).admin();
    refuse(rest, "SELECT '" + "x".repeat(300) + "' AS y FROM \"t\"", 1, "300");
    refuse(rest, "SELECT * FROM \"t/1\", \"t/2\", \"t/3\"", 1, "at most 2");
    refuse(rest, "SELECT * FROM \"t/1\"", 3, "at most 2");
  }

  private static void refuse(RestClient rest, String sql, int actions, String limit) {
    Map<String, Object> rule =
        Map.of("id", "over", "sql", sql, "actions", Collections.nCopies(actions, Rules.console()));
    RestClient.Answer refused = rest.post("/rules", RestClient.json(rule)).expect(400);
    assertThat(refused.message()).contains(limit);
  }

  @Test
  void aRuleThatRepublishesOutlivesARestartAndCanBePutBack() {
    RunningTributary first = bench.tributary("");
    RestClient rest = first.admin();
    Map<String, Object> args =
        Map.of(
            "topic", "kept/${n}",
            "qos", "${q}",
            "retain", true,
            "payload", "${.}",
            "user_properties", "${p}",
            "mqtt_properties", Map.of("Content-Type", "text/plain"),
            "direct_dispatch", true);
    new Rules(rest).create("kept", "SELECT 1 AS n FROM \"in\"", Rules.republish(args));
    JsonNode actions = rest.get("/rules/kept").expect(200).body().path("actions");
    assertThat(actions.path(0).path("args")).isEqualTo(RestClient.parse(RestClient.json(args)));
    first.stop();

    RunningTributary second = bench.tributary("");
    RestClient.Answer kept = second.admin().get("/rules/kept").expect(200);
    assertThat(kept.body().path("actions")).isEqualTo(actions);
    second.admin().put("/rules/kept", kept.text()).expect(200);
    try (Subscriber subscriber = Subscriber.connect(second.mqtt(), "kept-sub", "kept/#");
        Publisher publisher = Publisher.connect(second.mqtt(), "kept-pub")) {
      publisher.publishAndWait("in", MqttQos.AT_LEAST_ONCE, "{}");
      assertThat(Subscriber.text(subscriber.next())).isEqualTo("{\"n\":1}");
    }
  }

  /** Wrong at once, and the file's line says where. */
  @Test
  void aMistakeInTheFileNamesItsSetting() {
    Program.Finished ended =
        bench
            .launch(
                """
                rule_engine.rules.broken {
                  sql = "SELECT * FROM \\"t\\""
                  actions = [{function: republish, args {qos = 3}}]
                }
                rule_engine.rules.torn {
                  sql = "SELECT uper(topic) AS t FROM \\"$events/client/conected\\""
                  actions = []
                }
                """,
                Map.of())
            .finished();
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .contains("rule_engine.rules.broken.actions", "qos", "topic")
        .contains("rule_engine.rules.torn.sql", "upper");
  }
}
