package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import dev.tributary.testkit.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trying SQL and real rules through REST, and the references for those who write them. */
class RuleTestRestTest {

  @TempDir Path data;
  private final ListService service = new ListService();
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management =
        RunningManagement.start(
            data,
            """
            connectors.kinesis.c { endpoint = "http://e:1" }
            actions.kinesis.a {
              connector = c
              parameters { stream_name = s, partition_key = "${clientid}", payload_template = "${.}" }
            }
            rule_engine.rules {
              one {
                sql = "SELECT clientid, payload.x AS x FROM \\"t/#\\" WHERE payload.x > 0"
                actions = [ "kinesis:a", { function = republish, args { topic = "copy/${x}", payload = "got ${x}" } } ]
              }
              many { sql = "FOREACH payload.l AS e DO e AS v FROM \\"t/#\\"", actions = [ { function = console }, { function = console } ] }
              off { enable = false, sql = "SELECT * FROM \\"$events/client/connected\\"", actions = [ { function = console } ] }
              torn { sql = "SELECT clientid FROM \\"t/#\\"", actions = [ { function = republish, args { topic = "${nothing}" } } ] }
            }
            """,
            service);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private Answer tested(String path, String payload, String more) throws Exception {
    return call(
        "POST",
        "/rules/" + path,
        """
        {"context":{"event_type":"message_publish","topic":"t/1","clientid":"dev","payload":"%s"}%s}\
        """
            .formatted(payload.replace("\"", "\\\""), more));
  }

  @Test
  void aRuleIsTriedWithoutRunningItsActionsUnlessAskedFor() throws Exception {
    Answer answer = tested("one/test", "{\"x\":5}", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("[\"ok\",\"ok\"]");
    assertThat(service.delivered).isEmpty();
    assertThat(management.engine.metrics("one").matched()).isZero();

    answer = tested("one/test", "{\"x\":5}", ",\"stop_action_after_template_rendering\":false");

    assertThat(answer.text()).isEqualTo("[\"ok\",\"ok\"]");
    Await.until("it is delivered", () -> !service.delivered.isEmpty());
    assertThat(service.delivered.getFirst()).contains("\"x\":5");
  }

  @Test
  void detailShowsWhatWouldBeSent() throws Exception {
    JsonNode detail = tested("one/test?detail=true", "{\"x\":5}", "").json();

    assertThat(detail.at("/outputs/0").toString()).isEqualTo("{\"clientid\":\"dev\",\"x\":5}");
    assertThat(detail.path("foreach").asBoolean(true)).isFalse();
    assertThat(detail.at("/actions/0/action").asText()).isEqualTo("kinesis:a");
    assertThat(detail.at("/actions/0/status").asText()).isEqualTo("rendered");
    assertThat(detail.at("/actions/0/fields").toString()).contains("dev");
    assertThat(detail.at("/actions/1/action").asText()).isEqualTo("republish");
    assertThat(detail.at("/actions/1/fields/topic").asText()).isEqualTo("copy/5");
    assertThat(detail.at("/actions/1/fields/payload").asText()).isEqualTo("got 5");
  }

  @Test
  void foreachAnswersAListForEachOutput() throws Exception {
    assertThat(tested("many/test", "{\"l\":[1,2]}", "").text())
        .isEqualTo("[[\"ok\",\"ok\"],[\"ok\",\"ok\"]]");
    assertThat(tested("many/test", "{\"l\":[]}", "").text()).isEqualTo("[]");
  }

  @Test
  void whatCannotBeRenderedIsNoOk() throws Exception {
    assertThat(tested("torn/test", "{}", "").json().get(0).asText())
        .startsWith("error: republish: ")
        .contains("topic");
    assertThat(tested("torn/test?detail=true", "{}", "").json().at("/actions/0/status").asText())
        .isEqualTo("refused");
  }

  @Test
  void aDisabledRuleAndAnEventCanBeTried() throws Exception {
    Answer answer =
        call("POST", "/rules/off/test", "{\"context\":{\"event_type\":\"client_connected\"}}");

    assertThat(answer.text()).isEqualTo("[\"ok\"]");
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    assertThat(tested("one/test", "{\"x\":0}", "").status()).isEqualTo(412);
    assertThat(tested("one/test", "{\"x\":0}", "").code()).isEqualTo("NOT_MATCH");
    assertThat(tested("none/test", "{}", "").status()).isEqualTo(404);
    assertThat(tested("none/test", "{}", "").code()).isEqualTo("RULE_NOT_FOUND");
    assertThat(call("POST", "/rules/one/test", "{}").text()).contains("context: expected");
    assertThat(call("POST", "/rules/one/test", "{\"context\":{\"topic\":\"t\"}}").text())
        .contains("event_type is missing", "client_connected");
    assertThat(tested("one/test", "{}", ",\"stop_action_after_template_rendering\":1").text())
        .contains("stop_action_after_template_rendering = 1", "true", "false");
  }

  @Test
  void badSqlSaysWhereItIsWrong() throws Exception {
    JsonNode problem =
        call(
                "POST",
                "/rule_test",
                "{\"sql\":\"SELECT\\n  uper(topic) AS t FROM \\\"t\\\"\",\"context\":{\"event_type\":\"message_publish\"}}")
            .json();

    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asInt()).isEqualTo(3);
    assertThat(problem.path("offending").asText()).isEqualTo("uper");
    assertThat(problem.path("message").asText()).contains("upper");
  }

  @Test
  void eventsAreDescribed() throws Exception {
    JsonNode events = call("GET", "/rule_events", null).json();

    assertThat(events).hasSize(18);
    JsonNode publish = events.get(0);
    assertThat(publish.path("event").asText()).isEqualTo("$events/message_publish");
    assertThat(publish.at("/title/en").asText()).isEqualTo("message published");
    assertThat(publish.at("/description/en").asText()).isNotEmpty();
    assertThat(publish.path("raised").asBoolean()).isTrue();
    assertThat(publish.at("/test_columns/qos/0").asInt()).isEqualTo(1);
    assertThat(publish.at("/test_columns/qos/1").asText()).isNotEmpty();
    assertThat(events.get(1).path("raised").asBoolean(true)).isFalse();
  }

  @Test
  void everySqlExampleCanBeTried() throws Exception {
    for (JsonNode event : call("GET", "/rule_events", null).json()) {
      Answer answer =
          call(
              "POST",
              "/rules",
              RestClient.JSON
                  .createObjectNode()
                  .put("sql", event.path("sql_example").asText())
                  .toString());
      assertThat(answer.status()).as(event + "\n" + answer.text()).isEqualTo(201);
    }
  }

  @Test
  void functionsAreDescribed() throws Exception {
    JsonNode all = call("GET", "/rule_functions", null).json();

    assertThat(all.size()).isGreaterThan(150);
    JsonNode upper = null;
    for (JsonNode function : all) {
      assertThat(function.path("signatures")).as(function.toString()).isNotEmpty();
      upper = function.path("name").asText().equals("upper") ? function : upper;
    }
    assertThat(upper).isNotNull();
    assertThat(upper.path("category").asText()).isEqualTo("Strings");
    assertThat(upper.path("description").asText()).isNotEmpty();
    assertThat(upper.at("/examples/0/expression").asText()).startsWith("upper(");
    assertThat(upper.at("/examples/0/result").asText()).isNotEmpty();

    JsonNode strings = call("GET", "/rule_functions?category=strings", null).json();
    assertThat(strings.size()).isBetween(10, all.size() - 100);
    assertThat(call("GET", "/rule_functions?category=poetry", null).text())
        .contains("category = poetry", "Strings", "Hashes");
  }

  @Test
  void metricsHaveTheOriginalsNames() throws Exception {
    tested("one/test", "{\"x\":5}", ",\"stop_action_after_template_rendering\":false");

    JsonNode answer = call("GET", "/rules/one/metrics", null).json();

    assertThat(answer.path("id").asText()).isEqualTo("one");
    assertThat(answer.path("metrics").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "matched",
            "passed",
            "failed",
            "failed.exception",
            "failed.no_result",
            "actions.total",
            "actions.success",
            "actions.failed",
            "actions.failed.out_of_service",
            "actions.failed.unknown",
            "actions.discarded",
            "matched.rate",
            "matched.rate.max",
            "matched.rate.last5m");
    assertThat(answer.at("/metrics/matched").asInt()).isEqualTo(1);
    assertThat(answer.at("/metrics/actions.total").asInt()).isEqualTo(2);
    assertThat(answer.at("/node_metrics/0/node").asText()).isEqualTo(RunningManagement.NODE);
    assertThat(answer.at("/node_metrics/0/metrics")).isEqualTo(answer.path("metrics"));
  }

  @Test
  void optionsChangeOneByOneAndLimitsAreNotAmongThem() throws Exception {
    JsonNode options = call("GET", "/rule_engine", null).json();
    assertThat(options.toString())
        .isEqualTo("{\"ignore_sys_message\":true,\"jq_function_default_timeout\":10000}");

    call("PUT", "/rule_engine", "{\"jq_function_default_timeout\":\"11s\"}");
    Answer changed = call("PUT", "/rule_engine", "{\"ignore_sys_message\":false}");

    assertThat(changed.text())
        .isEqualTo("{\"ignore_sys_message\":false,\"jq_function_default_timeout\":11000}");
    assertThat(management.store.ruleEngineOptions().flag("ignore_sys_message")).isFalse();
    assertThat(call("PUT", "/rule_engine", "{\"limits\":{}}").status()).isEqualTo(400);
  }
}
