package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What REST says to mistakes: the status, the code, and a message that helps. */
class RestMistakesIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static int kinesisPort;
  private static int nobodysPort;
  private static RunningTributary tributary;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    kinesisPort = bench.port();
    nobodysPort = bench.port();
    tributary =
        bench.tributary(
            Configurations.localKinesis(1),
            Map.of("TRIBUTARY_LOCAL_KINESIS__BIND", "127.0.0.1:" + kinesisPort));
    rest = tributary.admin();
    rest.post("/connectors", connector("good", "http://127.0.0.1:" + kinesisPort)).expect(201);
  }

  @Test
  void probingAnEndpointWhereNobodyListensSaysSo() {
    RestClient.Answer answer = rest.post("/connectors_probe", connector("p", nobody())).expect(400);
    assertThat(answer.code()).isEqualTo("TEST_FAILED");
    assertThat(answer.message()).containsIgnoringCase("refused");
  }

  @Test
  void probingAHostThatDoesNotExistSaysSo() {
    RestClient.Answer answer =
        rest.post("/connectors_probe", connector("p", "http://no-such-host.invalid:4566"))
            .expect(400);
    assertThat(answer.code()).isEqualTo("TEST_FAILED");
    assertThat(answer.message()).contains("no-such-host.invalid");
  }

  @Test
  void probingWhatIsNoKinesisSaysSo() {
    // Something listens there, but it speaks MQTT.
    RestClient.Answer answer =
        rest.post("/connectors_probe", connector("p", "http://127.0.0.1:" + mqttPort()))
            .expect(400);
    assertThat(answer.code()).isEqualTo("TEST_FAILED");
    assertThat(answer.message()).isNotBlank();
  }

  @Test
  void aConnectorToNowhereIsDisconnectedAndSaysWhy() {
    JsonNode created = rest.post("/connectors", connector("nowhere", nobody())).expect(201).body();
    assertThat(created.path("status").asText()).isEqualTo("disconnected");
    JsonNode connector = rest.get("/connectors/kinesis:nowhere").expect(200).body();
    assertThat(connector.path("status").asText()).isEqualTo("disconnected");
    assertThat(connector.path("status_reason").asText()).containsIgnoringCase("refused");
    assertThat(connector.path("node_status").path(0).path("status").asText())
        .isEqualTo("disconnected");
    assertThat(connector.path("node_status").path(0).path("status_reason").asText())
        .containsIgnoringCase("refused");
    rest.delete("/connectors/kinesis:nowhere").expect(204);
  }

  @Test
  void anActionWithoutItsStreamIsDisconnectedAndNamesTheStream() {
    RestClient.Answer probed = rest.post("/actions_probe", action("lost", "no_stream")).expect(400);
    assertThat(probed.code()).isEqualTo("TEST_FAILED");
    assertThat(probed.message()).contains("no_stream");

    JsonNode created = rest.post("/actions", action("lost", "no_stream")).expect(201).body();
    assertThat(created.path("status").asText()).isEqualTo("disconnected");
    assertThat(created.path("status_reason").asText()).contains("no_stream");
    rest.delete("/actions/kinesis:lost").expect(204);
  }

  @Test
  void recordsWaitForAStreamThatIsCreatedLater() {
    rest.post("/actions", action("patient", "made_later")).expect(201);
    rest.post("/rules", rule("patient", "SELECT * FROM \"patient\"", "kinesis:patient"))
        .expect(201);
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "patient")) {
      publisher.publishAndWait("patient", MqttQos.AT_LEAST_ONCE, "kept");
    }
    ActionCounters waiting = rest.counters("kinesis:patient").assertBalanced();
    assertThat(waiting.matched()).isEqualTo(1);
    assertThat(waiting.failed() + waiting.dropped()).isZero();

    Program.Finished created =
        bench.cli("streams", "create", "made_later", "--endpoint", tributary.kinesis().toString());
    assertThat(created.exitCode()).as(created.err()).isZero();
    Await.until(
        () -> "the record is delivered: " + rest.counters("kinesis:patient"),
        Duration.ofMinutes(2),
        () -> rest.counters("kinesis:patient").success() == 1);
  }

  /** The place of the mistake, counted from 1, and a word that the message names it by. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT * FRM "t/#"              | 1 | 10 | FRM
          SELECT FROM "t/#"               | 1 | 8  | FROM
          SELECT *\\n  FROM               | 2 | 7  | end
          SELECT *\\nFROM "t/#"\\nWHERE a = | 3 | 10 | end
          """)
  void badSqlIsAnsweredWithItsPlaceAndWhatWasExpected(
      String escaped, int line, int column, String offending) {
    String sql = escaped.replace("\\n", "\n");
    RestClient.Answer answer = rest.post("/rules", rule("bad", sql, "kinesis:x")).expect(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message())
        .containsIgnoringCase("line " + line)
        .containsIgnoringCase("column " + column)
        .containsIgnoringCase(offending)
        .containsIgnoringCase("expected");
    rest.get("/rules/bad").expect(404);

    RestClient.Answer tested =
        rest.post(
                "/rule_test",
                RestClient.json(
                    Map.of("sql", sql, "context", Map.of("event_type", "message_publish"))))
            .expect(400);
    assertThat(tested.message()).containsIgnoringCase("line " + line);
  }

  @Test
  void sqlThatMatchesNothingIsAnswered412() {
    String body =
        """
        {"sql": "SELECT payload.x AS x FROM \\"t/#\\" WHERE payload.x > 5",
         "context": {"event_type": "message_publish", "topic": "t/a", "payload": "{\\"x\\": %d}"}}\
        """;
    RestClient.Answer none = rest.post("/rule_test", body.formatted(3)).expect(412);
    assertThat(none.code()).isEqualTo("NOT_MATCH");
    RestClient.Answer some = rest.post("/rule_test", body.formatted(7)).expect(200);
    assertThat(some.body().toString()).isEqualTo("{\"x\":7}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"kinesis\", \"name\": \"bad name\", \"endpoint\": \"http://127.0.0.1:1\"}",
        "{\"type\": \"kinesis\", \"name\": \"c\", \"endpoint\": \"http://127.0.0.1:1\", \"pool_size\": 0}",
        "{\"type\": \"kinesis\", \"name\": \"c\", \"endpoint\": \"http://127.0.0.1:1\", \"bogus\": 1}",
        "{\"type\": \"kinesis\"}",
        "[]",
        "{\"type\": \"kinesis\", "
      })
  void aConnectorThatIsNotValidIsRefused(String body) {
    RestClient.Answer answer = rest.post("/connectors", body).expect(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    assertThat(answer.message()).isNotBlank();
  }

  @Test
  void aMessageNamesTheFieldTheValueAndWhatWouldBeRight() {
    RestClient.Answer answer =
        rest.post(
                "/connectors",
                """
                {"type": "kinesis", "name": "c", "endpoint": "http://127.0.0.1:1", "pool_size": -3}\
                """)
            .expect(400);
    assertThat(answer.message()).contains("pool_size").contains("-3").containsPattern("\\b1\\b");
  }

  @Test
  void whatIsNotThereIs404AndWhatIsThereTwiceIs400() {
    rest.get("/connectors/kinesis:none").expect(404);
    rest.get("/actions/kinesis:none").expect(404);
    rest.get("/rules/none").expect(404);
    rest.get("/no_such_path").expect(404);
    RestClient.Answer twice =
        rest.post("/connectors", connector("good", "http://127.0.0.1:" + kinesisPort)).expect(400);
    assertThat(twice.code()).isEqualTo("ALREADY_EXISTS");
    rest.post("/actions", action("a", "my_stream").replace("\"good\"", "\"none\"")).expect(400);
  }

  private static String nobody() {
    return "http://127.0.0.1:" + nobodysPort;
  }

  private static int mqttPort() {
    return tributary.mqtt().getPort();
  }

  private static String connector(String name, String endpoint) {
    return RestClient.json(
        Map.of(
            "type",
            "kinesis",
            "name",
            name,
            "endpoint",
            endpoint,
            "max_retries",
            0,
            "aws_access_key_id",
            "test",
            "aws_secret_access_key",
            "test",
            "resource_opts",
            Map.of("health_check_interval", "1s", "start_timeout", "30s")));
  }

  private static String action(String name, String stream) {
    return RestClient.json(
        Map.of(
            "type",
            "kinesis",
            "name",
            name,
            "connector",
            "good",
            "parameters",
            Map.of("stream_name", stream, "partition_key", "${clientid}"),
            "resource_opts",
            Map.of("health_check_interval", "500ms", "health_check_interval_jitter", "0s")));
  }

  private static String rule(String id, String sql, String action) {
    return RestClient.json(Map.of("id", id, "sql", sql, "actions", List.of(action)));
  }
}
