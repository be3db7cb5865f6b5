package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service refuses, from the publish to the dead letter, to a fallback and back. */
class UndeliverableTest {

  private static final String LETTERS = "/actions/kinesis:a/dead_letters";

  @TempDir Path data;
  private final ListService service = new ListService();
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "", service);
    created(
        "/connectors",
        """
        {"name":"c","type":"kinesis","endpoint":"http://e:1"}\
        """);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private void created(String path, String body) throws Exception {
    Answer answer = call("POST", path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static String action(String name, String template, String fallbacks) {
    return """
    {"name":"%s","type":"kinesis","connector":"c",\
    "parameters":{"stream_name":"s","partition_key":"${clientid}","payload_template":"%s"},\
    "fallback_actions":[%s],"resource_opts":{"dead_letter":{"enable":true}}}\
    """
        .formatted(name, template, fallbacks);
  }

  private void ruleToA() throws Exception {
    created(
        "/rules",
        """
        {"id":"r","sql":"SELECT * FROM \\"t/#\\"","actions":["kinesis:a"]}\
        """);
  }

  private void publish(String payload) {
    management.engine.onMessage(
        "t/1",
        Columns.of(
            Value.Map.builder()
                .put("topic", Value.of("t/1"))
                .put("clientid", Value.of("dev"))
                .put("payload", Value.of(payload))
                .build()),
        Receipt.NONE);
  }

  private JsonNode letters() throws Exception {
    Answer answer = call("GET", LETTERS, null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private void awaitLetters(int count) throws Exception {
    Await.until(
        "dead letters are there",
        () -> management.sink.statistics("kinesis:a").deadLetters() == count);
  }

  @Test
  void aRefusedRecordIsADeadLetterUntilItIsSentAgain() throws Exception {
    created("/actions", action("a", "${payload}", ""));
    ruleToA();

    publish("bad one");
    publish("good");
    awaitLetters(1);

    JsonNode letter = letters().path("data").get(0);
    assertThat(letter.path("text").asText()).isEqualTo("bad one");
    assertThat(letter.path("code").asText()).isEqualTo("ValidationException");
    assertThat(letter.path("reason").asText()).contains("the data is bad");
    assertThat(letter.path("partition_key").asText()).isEqualTo("dev");
    assertThat(
            call("GET", "/actions/kinesis:a/metrics", null).json().at("/statistics/dead_letters"))
        .hasToString("1");

    service.refusing = false;
    assertThat(call("POST", LETTERS + "/replay", "{\"ids\":[" + letter.path("id") + "]}").text())
        .isEqualTo("{\"replayed\":1}");

    Await.until("it is delivered", () -> service.delivered.contains("dev bad one"));
    awaitLetters(0);
    assertThat(letters().path("data")).isEmpty();
  }

  @Test
  void deadLettersSurviveARestartAndGoWithTheirAction() throws Exception {
    created("/actions", action("a", "${payload}", ""));
    ruleToA();
    publish("bad");
    awaitLetters(1);
    management.close();

    management = RunningManagement.start(data, "", service);

    assertThat(letters().path("data")).hasSize(1);
    assertThat(call("DELETE", "/actions/kinesis:a?also_delete_dep_actions=true", null).status())
        .isEqualTo(204);
    assertThat(call("GET", LETTERS, null).code()).isEqualTo("NOT_FOUND");
    try (Stream<Path> files = Files.walk(data.resolve("sink"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void theFallbackActionMakesItsOwnRecordOfTheSameMessage() throws Exception {
    created("/actions", action("spare", "from ${topic}", ""));
    created(
        "/actions",
        action(
            "a",
            "${payload}",
            """
            {"kind":"reference","type":"kinesis","name":"spare"},\
            {"kind":"republish","args":{"topic":"failed/${clientid}","payload":"${payload}"}}\
            """));
    ruleToA();

    publish("bad");

    Await.until("the spare has delivered", () -> service.delivered.contains("dev from t/1"));
    Await.until("it is published", () -> !management.republished.isEmpty());
    assertThat(management.republished.getFirst().topic()).isEqualTo("failed/dev");
    assertThat(new String(management.republished.getFirst().payload(), StandardCharsets.UTF_8))
        .isEqualTo("bad");
  }
}
