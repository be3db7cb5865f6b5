package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What editors are told of events and functions is true: everything in it can be run. */
class RuleReferenceIT {
  private static final int REQUESTS_AT_ONCE = 8;
  private static final Path FUNCTIONS = Path.of("../docs/rule-functions.md");

  private static final Pattern TELLS_THE_TIME =
      Pattern.compile("^now_|^mongo_date\\(\\)|^format_date\\('[a-z]+', '[^']*', '[^']*'\\)");

  private static final Map<String, Object> MESSAGE =
      Map.of(
          "event_type", "message_publish",
          "id", "0005F7A1B2C3D4E5",
          "topic", "t/1",
          "qos", 1,
          "flags", Map.of("retain", false),
          "clientid", "c1",
          "username", "u1",
          "peerhost", "127.0.0.1",
          "payload", "{\"a\":{\"b\":1}}");

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RestClient rest;

  @BeforeAll
  static void start() {
    rest = bench.tributary("").admin();
  }

  @Test
  void functionsAreThoseOfTheDocument() throws IOException {
    List<String> documented =
        Files.readAllLines(FUNCTIONS).stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring("### ".length()))
            .toList();
    assertThat(rest.get("/rule_functions").expect(200).body())
        .extracting(function -> function.path("name").asText())
        .containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void everyFunctionSaysWhatItDoesAndItsExamplesGiveWhatTheySay() {
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> tried = new ArrayList<>();
    try (ExecutorService clients =
        Executors.newFixedThreadPool(REQUESTS_AT_ONCE, Thread.ofVirtual().factory())) {
      for (JsonNode function : rest.get("/rule_functions").expect(200).body()) {
        assertThat(function.path("category").asText()).as("%s", function).isNotEmpty();
        assertThat(function.path("description").asText()).as("%s", function).isNotEmpty();
        assertThat(function.path("signatures")).as("%s", function).isNotEmpty();
        assertThat(function.path("examples")).as("%s", function).isNotEmpty();
        for (JsonNode example : function.path("examples")) {
          tried.add(CompletableFuture.runAsync(() -> tryOut(example, wrong), clients));
        }
      }
    }
    tried.forEach(CompletableFuture::join);
    assertThat(wrong).isEmpty();
  }

  /** On the message that the examples were made with; digits of the present time are free. */
  private static void tryOut(JsonNode example, ConcurrentLinkedQueue<String> wrong) {
    String expression = example.path("expression").asText();
    Map<String, Object> body =
        Map.of("sql", "SELECT " + expression + " AS r FROM \"t/1\"", "context", MESSAGE);
    RestClient.Answer answer = rest.post("/rule_test", RestClient.json(body));
    JsonNode expected = RestClient.parse(example.path("result").asText());
    boolean isRight = answer.status() == 200 && answer.body().path("r").equals(expected);
    if (!isRight && !(TELLS_THE_TIME.matcher(expression).find() && isLike(expected, answer))) {
      wrong.add("%s => %s, expected %s".formatted(expression, answer.text(), expected));
    }
  }

  private static boolean isLike(JsonNode expected, RestClient.Answer answer) {
    return shape(expected).equals(shape(answer.body().path("r")));
  }

  private static String shape(JsonNode value) {
    return value.toString().replaceAll("\\d", "0");
  }

  @Test
  void functionsCanBeAskedForByCategory() {
    JsonNode strings = rest.get("/rule_functions?category=Strings").expect(200).body();
    assertThat(strings)
        .isNotEmpty()
        .allMatch(function -> function.path("category").asText().equals("Strings"));
    assertThat(rest.get("/rule_functions?category=poetry").expect(400).message())
        .contains("poetry", "Strings");
  }

  /** Each can be tried as it stands, with the samples that stand beside it. */
  @Test
  void everyEventHasAnExampleThatRuns() {
    JsonNode events = rest.get("/rule_events").expect(200).body();
    List<String> wrong = new ArrayList<>();
    for (JsonNode event : events) {
      assertThat(event.path("title").path("en").asText()).as("%s", event).isNotEmpty();
      assertThat(event.path("description").path("en").asText()).as("%s", event).isNotEmpty();
      Map<String, Object> context = new HashMap<>();
      event
          .path("test_columns")
          .properties()
          .forEach(column -> context.put(column.getKey(), column.getValue().path(0)));
      context.put("event_type", type(event.path("event").asText()));
      Map<String, Object> body = Map.of("sql", event.path("sql_example"), "context", context);
      RestClient.Answer answer = rest.post("/rule_test", RestClient.json(body));
      if (answer.status() != 200) {
        wrong.add(event.path("sql_example") + " on " + context + " => " + answer);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(events).hasSize(18);
    assertThat(
            StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("raised").asBoolean()))
        .hasSize(13);
  }

  /** What {@code SELECT *} gives in a test is what the catalog lists. */
  @Test
  void theColumnsOfAnEventAreThoseOfSelectAll() {
    for (JsonNode event : rest.get("/rule_events").expect(200).body()) {
      String name = event.path("event").asText();
      boolean isMessage = name.equals("$events/message_publish");
      Map<String, Object> context = new HashMap<>(Map.of("event_type", type(name)));
      if (isMessage) {
        context.put("topic", "t/1");
      }
      if (name.startsWith("$bridges/")) {
        continue; // its name is a pattern
      }
      String sql = "SELECT * FROM \"" + (isMessage ? "t/#" : name) + "\"";
      JsonNode output =
          rest.post("/rule_test", RestClient.json(Map.of("sql", sql, "context", context)))
              .expect(200)
              .body();
      for (JsonNode column : event.path("columns")) {
        assertThat(output.has(column.asText())).as("%s of %s in %s", column, name, output).isTrue();
      }
    }
  }

  /** What {@code event_type} calls an event. */
  private static String type(String event) {
    return event
        .replace("$events/", "")
        .replace("sys/", "")
        .replace("auth/", "client/")
        .replace("message/delivery_dropped", "delivery_dropped")
        .replaceAll("/(?!\\*)", "_")
        .replace("$bridges_", "$bridges/");
  }
}
