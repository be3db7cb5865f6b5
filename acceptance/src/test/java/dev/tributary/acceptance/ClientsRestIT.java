package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What REST sees of clients and does to them, and what it publishes. */
class ClientsRestIT {
  /** Text format 0.0.4: a name, labels, a number. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-zA-Z_]\\w*=\"(?:[^\"\\\\]|\\\\.)*\"(?:,[a-zA-Z_]\\w*=\"(?:[^\"\\\\]|\\\\.)*\")*,?})?"
              + " (?:[+-]?(?:\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|Inf)|NaN)(?: \\d+)?");

  private static final Pattern COMMENT =
      Pattern.compile(
          "# (?:HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (?:counter|gauge|summary|histogram|untyped))");

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    tributary =
        bench.tributary(
            """
            rule_engine.rules.echo {
              sql = "SELECT * FROM \\"rest/#\\""
              actions = [{ function = republish, args { topic = "echo/${topic}", payload = "${payload}", qos = 1 } }]
            }
            """);
    rest = tributary.admin();
  }

  private static RawMqttClient client(byte[] connect) throws IOException {
    return RawMqttClient.connected(tributary.mqtt(), connect);
  }

  @Test
  void aClientIsKicked() throws IOException {
    try (RawMqttClient client = client(Wire.connect5("kicked"))) {
      assertThat(rest.get("/clients/kicked").expect(200).body().path("connected").asBoolean())
          .isTrue();
      rest.delete("/clients/kicked").expect(204);
      client.expectDisconnect(0x98);
    }
    Await.until("it is gone", () -> rest.get("/clients/kicked").status() == 404);
    rest.delete("/clients/kicked").expect(404);
  }

  @Test
  void aBannedClientIsRefusedUntilTheBanIsLifted() throws IOException {
    String ban = "{\"as\": \"clientid\", \"who\": \"rascal\", \"reason\": \"too loud\"}";
    rest.post("/banned", ban).expect(200);
    try (RawMqttClient five = new RawMqttClient(tributary.mqtt());
        RawMqttClient four = new RawMqttClient(tributary.mqtt())) {
      assertThat(five.send(Wire.connect5("rascal")).packet(RawPacket.CONNACK).code())
          .isEqualTo(0x8A);
      five.expectEnd();
      assertThat(four.send(Wire.connect4("rascal", true, 0)).packet(RawPacket.CONNACK).code())
          .isEqualTo(5);
      four.expectEnd();
    }
    rest.delete("/banned/clientid/rascal").expect(204);
    client(Wire.connect5("rascal")).expectNothing().close();
  }

  @Test
  void whatWaitsAndWhatIsOnItsWayCanBeSeen() throws IOException {
    // Receive Maximum 2, and a session that stays.
    try (RawMqttClient slow = client(Wire.connect5("slow", true, 0, "11 00000e10 21 0002"));
        RawMqttClient publisher = client(Wire.connect5("slow-pub"))) {
      slow.send(Wire.subscribe5(1, "", "slow/#", 2)).packet(RawPacket.SUBACK);
      for (int i = 0; i < 5; i++) {
        publisher.send(Wire.publish5(1, i + 1, "slow/a", "", "message " + i));
        publisher.packet(RawPacket.PUBACK);
      }
      slow.packet(RawPacket.PUBLISH);
      slow.packet(RawPacket.PUBLISH);
      assertThat(payloads("/clients/slow/inflight_messages"))
          .containsExactly("message 0", "message 1");
      assertThat(payloads("/clients/slow/mqueue_messages"))
          .containsExactly("message 2", "message 3", "message 4");
      JsonNode view = rest.get("/clients/slow").expect(200).body();
      assertThat(view.path("inflight_cnt").asInt()).isEqualTo(2);
      assertThat(view.path("mqueue_len").asInt()).isEqualTo(3);
      assertThat(view.path("subscriptions_cnt").asInt()).isEqualTo(1);
    }
    Await.until(
        "it is offline",
        () -> !rest.get("/clients/slow").expect(200).body().path("connected").asBoolean(true));
    assertThat(payloads("/clients/slow/mqueue_messages")).isNotEmpty();
    rest.delete("/clients/slow").expect(204);
    rest.get("/clients/slow").expect(404);
  }

  private static List<String> payloads(String path) {
    return rest.get(path)
        .expect(200)
        .body()
        .path("data")
        .valueStream()
        .map(message -> Base64.getDecoder().decode(message.path("payload").asText()))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void whatRestPublishesReachesSubscribersAndRules() throws IOException {
    try (RawMqttClient subscriber = client(Wire.connect5("rest-sub"))) {
      subscriber.send(Wire.subscribe5(1, "", "rest/a", 1)).packet(RawPacket.SUBACK);
      subscriber.send(Wire.subscribe5(2, "", "echo/#", 1)).packet(RawPacket.SUBACK);
      String message =
          """
          {"topic": "rest/a", "qos": 1, "payload": "aGVsbG8=", "payload_encoding": "base64",
           "properties": {"content_type": "text/plain", "user_properties": {"unit": "K"}}}
          """;
      assertThat(rest.post("/publish", message).expect(200).body().path("id").asText())
          .isNotEmpty();
      Set<String> heard = new HashSet<>();
      for (int i = 0; i < 2; i++) {
        RawPacket packet = subscriber.packet(RawPacket.PUBLISH);
        heard.add(packet.topic() + " " + new String(packet.payload(true), StandardCharsets.UTF_8));
        subscriber.send(Wire.answer(0x40, packet.packetId()));
      }
      assertThat(heard).containsExactlyInAnyOrder("rest/a hello", "echo/rest/a hello");
      assertThat(
              rest.post("/publish", "{\"topic\": \"nobody/there\", \"payload\": \"x\"}").status())
          .isEqualTo(202);
    }
  }

  @Test
  void everyLineOfAScrapeCanBeRead() throws Exception {
    for (String path : List.of("/prometheus/stats", "/prometheus/data_integration")) {
      String url =
          "http://%s:%d/api/v5%s"
              .formatted(
                  tributary.rest().address().getHostString(),
                  tributary.rest().address().getPort(),
                  path);
      HttpRequest scrape =
          HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/plain").build();
      var answer = HttpClient.newHttpClient().send(scrape, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
      Set<String> series = new HashSet<>();
      for (String line : answer.body().split("\n", -1)) {
        if (line.startsWith("#")) {
          assertThat(line).matches(COMMENT);
        } else if (!line.isEmpty()) {
          assertThat(line).matches(SAMPLE);
          assertThat(series.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
        }
      }
      assertThat(answer.body()).endsWith("\n");
    }
  }
}
