package dev.tributary.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends one recorded exchange after the other. A third of the script is kept back, so that what its
 * missing steps created or deleted has to be brought about first.
 */
final class RestReplay {

  private static final Set<String> AREAS =
      Set.of(
          "login",
          "status",
          "connectors",
          "actions",
          "rules",
          "rule_test",
          "errors",
          "clients",
          "subscriptions",
          "topics",
          "publish",
          "retained",
          "banned",
          "listeners");

  /** Areas whose clients are all there as in the recording, so that lists are as long. */
  private static final Set<String> SCENES = Set.of("clients", "subscriptions");

  /** Endpoints and features that are not part of this version, and faults of special services. */
  private static final Pattern NOT_YET =
      Pattern.compile("/license|/(actions|rules)/(kinesis:)?s45\\d\\d.*");

  private record Step(String method, String path, String body) {}

  /** What steps that were kept back had created. */
  private static final Map<String, List<Step>> BEFORE =
      Map.of(
          "actions-065",
          List.of(new Step("PUT", "/actions/kinesis:ra2/enable/true", "")),
          "rules-038",
          List.of(
              new Step("DELETE", "/rules/r6", ""),
              new Step("DELETE", "/rules/rref", ""),
              new Step("DELETE", "/rules/rmeta", "")),
          "listeners-008",
          List.of(
              new Step(
                  "POST",
                  "/listeners",
                  """
                  {"type":"tcp","name":"rec","bind":"127.0.0.1:12883"}\
                  """)),
          "listeners-030",
          List.of(new Step("DELETE", "/listeners/tcp:rec", "")),
          "connectors-083",
          List.of(
              new Step(
                  "POST",
                  "/actions",
                  """
                  {"name":"ra0","type":"kinesis","connector":"rc2","parameters":{"stream_name":"teststream","partition_key":"${clientid}"}}\
                  """)),
          "rules-002",
          List.of(
              new Step(
                  "POST",
                  "/actions",
                  """
                  {"name":"rk","type":"kinesis","connector":"rc1","parameters":{"stream_name":"teststream","partition_key":"${clientid}"}}\
                  """),
              new Step(
                  "POST",
                  "/rules",
                  """
                  {"id":"r2","sql":"SELECT payload.x AS x FROM \\"rec/b/#\\" WHERE payload.x > 1","actions":["kinesis:rk"],"name":"second","description":"desc two"}\
                  """),
              new Step(
                  "POST",
                  "/rules",
                  """
                  {"id":"r4","sql":"SELECT * FROM \\"rec/d\\"","actions":[{"function":"republish","args":{"topic":"rec/d/out","qos":1,"retain":false,"user_properties":"${pub_props.'User-Property'}","mqtt_properties":{"Content-Type":"text/plain"}}}]}\
                  """)),
          "actions-074",
          List.of(
              new Step(
                  "POST",
                  "/rules",
                  """
                  {"id":"rr0","sql":"SELECT * FROM \\"rec/k/#\\"","actions":["kinesis:ra1"]}\
                  """)));

  private final RunningManagement management;
  private final RestClient client;
  private final String kinesis;
  private final int closedPort;
  private final RestScene scene;

  RestReplay(RunningManagement management, String kinesis, int closedPort) {
    this.management = management;
    this.client = management.client;
    this.kinesis = kinesis;
    this.closedPort = closedPort;
    this.scene = new RestScene(management.broker);
  }

  static boolean covered(JsonNode exchange) {
    return AREAS.contains(exchange.path("area").asText())
        && !NOT_YET.matcher(exchange.path("path").asText()).matches()
        && !exchange.path("note").asText().startsWith("emulator stopped")
        && !exchange.path("note").asText().startsWith("emulator up");
  }

  /** Empty if the answer agrees; else what differs. */
  String differenceOf(JsonNode exchange) throws IOException {
    for (Step step : BEFORE.getOrDefault(exchange.path("id").asText(), List.of())) {
      client.call(step.method(), step.path(), step.body());
    }
    if (exchange.path("note").asText().equals("metrics after 5 messages")) {
      publish("rec/k/1", 5);
    }
    scene.prepare(exchange);
    makeRoom(exchange);
    Answer answer =
        client.send(
            exchange.path("method").asText(), target(exchange), headers(exchange), body(exchange));
    return difference(exchange, answer);
  }

  private void publish(String topic, int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      management.engine.onMessage(
          topic,
          Columns.of(
              Value.Map.builder()
                  .put("topic", Value.of(topic))
                  .put("clientid", Value.of("c"))
                  .put("payload", Value.of("x"))
                  .build()),
          Receipt.NONE);
    }
    Await.until(
        "all are delivered", () -> management.sink.metrics("kinesis:ra1").success() == messages);
  }

  /** Deletes what a step that was kept back must have deleted. */
  private void makeRoom(JsonNode exchange) throws IOException {
    String path = exchange.path("path").asText();
    boolean creates =
        exchange.path("method").asText().equals("POST") && exchange.path("status").asInt() == 201;
    if (creates && path.equals("/rules")) {
      client.call("DELETE", "/rules/" + exchange.at("/body/id").asText(), null);
    } else if (creates) {
      client.call("DELETE", path + "/kinesis:" + exchange.at("/body/name").asText(), null);
    }
  }

  private static String target(JsonNode exchange) {
    String path = exchange.path("path").asText();
    boolean atRoot = exchange.path("note").asText().contains("outside the api prefix");
    return (atRoot ? "" : "/api/v5")
        + path.replace("emqx@127.0.0.1", RunningManagement.NODE)
            .replace("<cursor>", RestScene.CURSOR);
  }

  private Map<String, String> headers(JsonNode exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    JsonNode recorded = exchange.path("headers");
    if (recorded.has("content-type")) {
      headers.put("content-type", recorded.path("content-type").asText());
    }
    String code = exchange.at("/response/code").asText();
    switch (recorded.path("auth").asText()) {
      case "bearer", "basic" ->
          headers.put(
              "authorization",
              switch (code) {
                case "BAD_TOKEN" -> "Bearer " + loggedOut();
                case "BAD_API_KEY_OR_SECRET" ->
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString("nobody:x".getBytes(StandardCharsets.UTF_8));
                // The original's script used an API key; we have logins only so far.
                default -> "Bearer " + client.login();
              });
      default -> {}
    }
    return headers;
  }

  private String loggedOut() throws IOException {
    String token = client.login();
    client.send(
        "POST",
        "/api/v5/logout",
        Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
        "{\"username\":\"admin\"}".getBytes(StandardCharsets.UTF_8));
    return token;
  }

  private byte[] body(JsonNode exchange) {
    JsonNode body = exchange.path("body");
    if (body.isNull() || body.isMissingNode()) {
      return new byte[0];
    }
    if (body.isTextual()) {
      return switch (body.asText()) {
        case "<12 MB of json>" ->
            ("{\"x\":\"" + "y".repeat(12 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        case "<binary>" -> new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
        case String text -> text.getBytes(StandardCharsets.UTF_8);
      };
    }
    return body.toString()
        .replace("http://localhost:4568", kinesis)
        .replace("http://localhost:4570", kinesis)
        .replace("localhost:4999", "localhost:" + closedPort)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String difference(JsonNode exchange, Answer answer) {
    int status = exchange.path("status").asInt();
    if (answer.status() != status) {
      return "status %d, recorded %d; %s".formatted(answer.status(), status, shortened(answer));
    }
    JsonNode allow = exchange.at("/response_headers/allow");
    if (!allow.isMissingNode() && !allow.asText().equals(answer.headers().get("allow"))) {
      return "allow %s, recorded %s".formatted(answer.headers().get("allow"), allow.asText());
    }
    JsonNode expected = exchange.path("response");
    if (expected.isNull()) {
      return answer.body().length == 0 ? "" : "a body, recorded none: " + shortened(answer);
    }
    String type = exchange.path("response_type").asText();
    if (!answer.headers().getOrDefault("content-type", "").startsWith(type)) {
      return "content-type %s, recorded %s".formatted(answer.headers().get("content-type"), type);
    }
    if (!answer.isJson()) {
      return "";
    }
    if (expected.has("code") && !expected.path("code").asText().equals(answer.code())) {
      return "code %s, recorded %s".formatted(answer.code(), expected.path("code").asText());
    }
    if (SCENES.contains(exchange.path("area").asText())
        && expected.path("data").size() != answer.json().path("data").size()) {
      return "%d elements, recorded %d"
          .formatted(answer.json().path("data").size(), expected.path("data").size());
    }
    String shape = shape(expected, answer.json(), "$");
    return shape.isEmpty() && exchange.path("area").asText().equals("rule_test")
        ? output(expected, answer.json(), exchange.path("volatile"))
        : shape;
  }

  /** What a rule makes is compared value by value, but for what is new each time. */
  private static String output(JsonNode expected, JsonNode actual, JsonNode fresh) {
    if (!expected.isObject()) {
      return expected.equals(actual) ? "" : "%s, recorded %s".formatted(actual, expected);
    }
    for (var field : expected.properties()) {
      String name = field.getKey();
      boolean compared =
          !name.equals("message")
              && StreamSupport.stream(fresh.spliterator(), false)
                  .noneMatch(path -> path.asText().equals("$." + name));
      if (compared && !field.getValue().equals(actual.path(name))) {
        return "$.%s is %s, recorded %s".formatted(name, actual.path(name), field.getValue());
      }
    }
    return "";
  }

  private static String shape(JsonNode expected, JsonNode actual, String path) {
    if (expected.isObject() && actual.isObject()) {
      for (var field : expected.properties()) {
        JsonNode value = actual.get(field.getKey());
        if (path.endsWith(".test_columns") && value != null) {
          // Of the pair of sample and text, the sample was kept.
          value = value.path(0);
        }
        String below =
            value == null
                ? path + "." + field.getKey() + " is missing"
                : shape(field.getValue(), value, path + "." + field.getKey());
        if (!below.isEmpty()) {
          return below;
        }
      }
      return "";
    }
    if (expected.isArray() && actual.isArray()) {
      return elements(expected, actual, path);
    }
    if (kind(expected).equals(kind(actual))) {
      return value(expected, actual, path);
    }
    return "%s is %s, recorded %s".formatted(path, kind(actual), kind(expected));
  }

  private static String elements(JsonNode expected, JsonNode actual, String path) {
    boolean ofObjects = path.equals("$") || path.endsWith(".data");
    if (!ofObjects && expected.size() != actual.size()) {
      return "%s has %d elements, recorded %d".formatted(path, actual.size(), expected.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      JsonNode other = ofObjects ? sameName(expected.get(i), actual) : actual.get(i);
      // Which of them are there depends on the steps that were kept back, too.
      String difference = other == null ? "" : shape(expected.get(i), other, path + "[" + i + "]");
      if (!difference.isEmpty()) {
        return difference;
      }
    }
    return "";
  }

  private static @Nullable JsonNode sameName(JsonNode wanted, JsonNode list) {
    String key =
        Stream.of("event", "ids", "id", "name", "clientid", "who")
            .filter(wanted::has)
            .findFirst()
            .orElse("topic");
    return StreamSupport.stream(list.spliterator(), false)
        .filter(element -> element.path(key).equals(wanted.path(key)))
        .findFirst()
        .orElse(null);
  }

  /** Values are compared where they neither move nor are ours to choose. */
  private static String value(JsonNode expected, JsonNode actual, String path) {
    boolean compared =
        Pattern.matches(
            ".*\\.(columns\\[\\d+]|test_columns\\.\\w+|event|sql_example)|(?!\\$\\.data|.*(rules\\.matched|authentication\\.success)).*\\.(status|name|type|enable|sql|connector|hasnext|page|limit|matched|success"
                + "|batch_size|batch_time|payload_template|partition_key|max_retries|pool_size"
                + "|health_check_\\w+|start_\\w+|aws_\\w+|max_buffer_bytes|query_mode)",
            path);
    return compared && !expected.asText().equals(actual.asText())
        ? "%s is %s, recorded %s".formatted(path, actual, expected)
        : "";
  }

  private static String kind(JsonNode node) {
    return node.isNumber() ? "number" : node.getNodeType().name();
  }

  private static String shortened(Answer answer) {
    String text = answer.text();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
