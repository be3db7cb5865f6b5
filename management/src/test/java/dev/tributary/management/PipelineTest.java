package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions through REST, on a service that is a list. */
class PipelineTest {

  private static final String CONNECTOR =
      """
      {"name":"c","type":"kinesis","endpoint":"http://e:1","aws_access_key_id":"k","aws_secret_access_key":"s3cret"}\
      """;
  private static final String ACTION =
      """
      {"name":"a","type":"kinesis","connector":"c","parameters":{"stream_name":"s","partition_key":"${clientid}","payload_template":""}}\
      """;
  private static final String RULE =
      """
      {"id":"r","sql":"SELECT * FROM \\"t/#\\"","actions":["kinesis:a"]}\
      """;

  @TempDir Path data;
  private final ListService service = new ListService();
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "", service);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private void createAll() throws Exception {
    assertThat(call("POST", "/connectors", CONNECTOR).status()).isEqualTo(201);
    assertThat(call("POST", "/actions", ACTION).status()).isEqualTo(201);
    assertThat(call("POST", "/rules", RULE).status()).isEqualTo(201);
  }

  private void publish(String payload) {
    management.engine.onMessage(
        "t/1",
        Columns.of(
            Value.Map.builder()
                .put("clientid", Value.of("dev"))
                .put("payload", Value.of(payload))
                .build()),
        Receipt.NONE);
  }

  @Test
  void anEmptyPayloadTemplateMeansAllSelectedFields() throws Exception {
    createAll();

    publish("x");

    Await.until("it is delivered", () -> service.delivered.size() == 1);
    assertThat(service.delivered.getFirst())
        .startsWith("dev {")
        .contains("\"payload\":\"x\"", "\"clientid\":\"dev\"");
    Await.until("it is counted", () -> management.sink.metrics("kinesis:a").success() == 1);
    JsonNode metrics = call("GET", "/actions/kinesis:a/metrics", null).json().path("metrics");
    assertThat(metrics.path("matched").asInt()).isEqualTo(1);
    assertThat(metrics.path("success").asInt()).isEqualTo(1);
  }

  @Test
  void everythingIsBackAfterARestart() throws Exception {
    createAll();
    call("PUT", "/rule_engine", "{\"jq_function_default_timeout\":\"3s\"}");
    management.close();

    management = RunningManagement.start(data, "", service);

    publish("again");
    Await.until("it is delivered", () -> service.delivered.size() == 1);
    assertThat(call("GET", "/rules/r", null).json().path("actions").toString())
        .isEqualTo("[\"kinesis:a\"]");
    assertThat(call("GET", "/rule_engine", null).json().path("jq_function_default_timeout").asInt())
        .isEqualTo(3_000);
  }

  @Test
  void putAcceptsTheAnswerOfGetAndKeepsTheSecret() throws Exception {
    createAll();
    for (String path : List.of("/connectors/kinesis:c", "/actions/kinesis:a", "/rules/r")) {
      Answer got = call("GET", path, null);

      Answer put = call("PUT", path, got.text());

      assertThat(put.status()).as(put.text()).isEqualTo(200);
    }
    assertThat(Files.readString(data.resolve("configs/overrides.json"))).contains("s3cret");
    assertThat(call("GET", "/connectors/kinesis:c", null).text())
        .contains("******")
        .doesNotContain("s3cret");
  }

  @Test
  void whatIsInUseIsNotDeleted() throws Exception {
    createAll();

    Answer connector = call("DELETE", "/connectors/kinesis:c", null);
    Answer action = call("DELETE", "/actions/kinesis:a", null);

    assertThat(connector.status()).isEqualTo(400);
    assertThat(connector.text()).contains("kinesis:a");
    assertThat(action.status()).isEqualTo(400);
    assertThat(action.json().path("rules").toString()).isEqualTo("[\"r\"]");

    assertThat(call("DELETE", "/actions/kinesis:a?also_delete_dep_actions=true", null).status())
        .isEqualTo(204);
    assertThat(call("GET", "/rules/r", null).json().path("actions")).isEmpty();
    assertThat(call("DELETE", "/connectors/kinesis:c", null).status()).isEqualTo(204);
  }

  @Test
  void aChangeThatCannotBeStoredChangesNothing() throws Exception {
    createAll();
    Files.createDirectories(data.resolve("configs/overrides.json.tmp/x"));

    for (String[] change :
        new String[][] {
          {"PUT", "/rules/r", "{\"enable\":false}"},
          {"POST", "/rules", RULE.replace("\"r\"", "\"r2\"")},
          {"DELETE", "/rules/r", null},
          {"PUT", "/actions/kinesis:a/enable/false", null},
          {"POST", "/connectors", CONNECTOR.replace("\"c\"", "\"c2\"")}
        }) {
      Answer answer = call(change[0], change[1], change[2]);
      assertThat(answer.status()).as(change[0] + " " + change[1]).isEqualTo(500);
      assertThat(answer.code()).isEqualTo("INTERNAL_ERROR");
    }

    assertThat(management.engine.rules()).hasSize(1);
    assertThat(management.engine.rule("r").orElseThrow().enable()).isTrue();
    assertThat(call("GET", "/connectors/kinesis:c2", null).status()).isEqualTo(404);
    publish("still");
    Await.until("it is delivered", () -> service.delivered.size() == 1);
  }

  @Test
  void mistakesNameFieldValueAndWhatWouldBeRight() throws Exception {
    call("POST", "/connectors", CONNECTOR);

    assertThat(call("POST", "/actions", ACTION.replace("\"c\"", "\"nope\"")).json().path("message"))
        .hasToString("\"connector = \\\"nope\\\": expected one of c\"");
    assertThat(
            call(
                    "POST",
                    "/actions",
                    ACTION.replace("}}", "},\"resource_opts\":{\"buffer_mode\":\"tape\"}}"))
                .text())
        .contains("resource_opts.buffer_mode", "one of memory_only, volatile_offload, disk");
    assertThat(call("POST", "/connectors_probe", CONNECTOR.replace("e:1", "down:1")).text())
        .contains("TEST_FAILED", "connection refused");
    assertThat(call("POST", "/rules", RULE.replace("SELECT *", "SELECT")).text())
        .contains("line 1, column");
    Answer test =
        call(
            "POST", "/rule_test", "{\"sql\":\"SELECT FROM t\",\"context\":{\"event_type\":\"x\"}}");
    assertThat(test.status()).isEqualTo(400);
    assertThat(test.json().path("line").asInt()).isEqualTo(1);
    assertThat(test.json().path("column").asInt()).isPositive();
    assertThat(test.json().path("expected").asText()).isNotEmpty();
  }

  @Test
  void filtersAndPagesOfRules() throws Exception {
    for (int i = 1; i <= 5; i++) {
      call(
          "POST",
          "/rules",
          """
          {"id":"r%d","sql":"SELECT * FROM \\"t/%d/#\\"","enable":%s,"description":"number %d"}\
          """
              .formatted(i, i, i != 3, i));
    }

    assertThat(ids("/rules")).hasSize(5);
    assertThat(ids("/rules?enable=false")).containsExactly("r3");
    assertThat(ids("/rules?enable=maybe")).isEmpty();
    assertThat(ids("/rules?like_id=4")).containsExactly("r4");
    assertThat(ids("/rules?like_description=ber%205")).containsExactly("r5");
    assertThat(ids("/rules?from=t/2/%23")).containsExactly("r2");
    assertThat(ids("/rules?match_from=t/2/%23")).containsExactly("r2");
    assertThat(ids("/rules?action=kinesis:a")).isEmpty();
    assertThat(ids("/rules?limit=2&page=3")).hasSize(1);
    assertThat(call("GET", "/rules?like_id=4", null).json().path("meta").has("count")).isFalse();
    assertThat(call("GET", "/rules?limit=2", null).json().path("meta").toString())
        .isEqualTo("{\"page\":1,\"limit\":2,\"count\":5,\"hasnext\":true}");
    assertThat(call("GET", "/rules?page=0", null).code()).isEqualTo("BAD_REQUEST");
  }

  private List<String> ids(String path) throws Exception {
    return call("GET", path, null).json().path("data").findValuesAsText("id");
  }

  @Test
  void aFileThatContradictsItselfDoesNotStart() throws Exception {
    management.close();

    InvalidDefinitionsException thrown =
        catchThrowableOfType(
            InvalidDefinitionsException.class,
            () ->
                RunningManagement.start(
                    data,
                    """
                    connectors.kinesis.c { endpoint = "http://e:1", aws_access_key_id = k }
                    actions.kinesis.a {
                      connector = d
                      parameters { stream_name = s, partition_key = k }
                    }
                    rule_engine.rules.r { sql = "SELECT * FROM \\"a/#/b\\"" }
                    """,
                    service));

    assertThat(thrown.mistakes())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("String: 1: connectors.kinesis.c.aws_secret_access_key"),
            second ->
                assertThat(second)
                    .isEqualTo("String: 2: actions.kinesis.a.connector = \"d\": expected one of c"),
            third ->
                assertThat(third)
                    .startsWith("String: 6: rule_engine.rules.r.sql")
                    .contains("line 1"));
  }

  @Test
  void anActionWhoseConnectorIsGoneIsShownAsDisconnected() throws Exception {
    call("POST", "/connectors", CONNECTOR);
    call("POST", "/actions", ACTION);
    management.close();
    Path overrides = data.resolve("configs/overrides.json");
    Files.writeString(overrides, Files.readString(overrides).replace("kinesis:c", "kinesis:z"));

    management = RunningManagement.start(data, "", service);

    JsonNode action = call("GET", "/actions/kinesis:a", null).json();
    assertThat(action.path("status").asText()).isEqualTo("disconnected");
    assertThat(action.path("status_reason").asText()).contains("expected one of z");
    assertThat(call("GET", "/actions/kinesis:a/metrics", null).status()).isEqualTo(200);
    assertThat(call("PUT", "/actions/kinesis:a/enable/false", null).status()).isEqualTo(204);
    assertThatThrownBy(() -> management.sink.actionHealth("kinesis:a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
