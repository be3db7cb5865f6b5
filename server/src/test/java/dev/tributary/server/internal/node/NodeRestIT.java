package dev.tributary.server.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.ReservedPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node: what MQTT clients do is seen and changed by REST. */
class NodeRestIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CONFIGURATION =
      """
      node.name = "tributary@127.0.0.1"
      node.data_dir = "data"
      listeners.tcp.default.bind = "127.0.0.1:0"
      listeners.ws.default.enable = false
      dashboard.listeners.http.bind = "127.0.0.1:0"
      local_kinesis.enable = false
      """;

  @TempDir Path home;
  private Node node;
  private String token;

  private record Answer(int status, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(text, e);
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    Path file = Files.writeString(home.resolve("tributary.conf"), CONFIGURATION);
    node = new Node(NodeSettings.read(file, home, Map.of(), ""), "test");
    node.start();
    token = "";
    token =
        call("POST", "/login", "{\"username\":\"admin\",\"password\":\"public\"}")
            .json()
            .path("token")
            .asText();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void restart() throws Exception {
    stop();
    start();
  }

  private Answer call(String method, String path, @Nullable String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.restPort() + "/api/v5" + path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.body());
    }
  }

  private JsonNode get(String path) throws Exception {
    Answer answer = call("GET", path, null);
    assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private Mqtt5BlockingClient client(String clientId, int port) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(clientId)
        .serverHost("127.0.0.1")
        .serverPort(port)
        .buildBlocking();
  }

  private Mqtt5BlockingClient connected(String clientId, long expirySeconds) {
    Mqtt5BlockingClient client = client(clientId, node.address("tcp:default").getPort());
    client.connectWith().cleanStart(false).sessionExpiryInterval(expirySeconds).send();
    return client;
  }

  @Test
  void aClientIsSeenFromItsConnectToItsKick() throws Exception {
    Mqtt5BlockingClient client = connected("meadow", 60);
    client.subscribeWith().topicFilter("a/+").qos(MqttQos.AT_LEAST_ONCE).send();

    JsonNode seen = get("/clients/meadow");
    assertThat(seen.path("connected").asBoolean()).isTrue();
    assertThat(seen.path("proto_ver").asInt()).isEqualTo(5);
    assertThat(seen.path("subscriptions_cnt").asInt()).isEqualTo(1);
    assertThat(seen.path("expiry_interval").asLong()).isEqualTo(60);
    assertThat(seen.path("recv_oct").asLong()).isPositive();
    assertThat(seen.path("send_pkt").asLong()).isPositive();
    assertThat(get("/clients?username=nobody").path("data")).isEmpty();
    assertThat(get("/subscriptions?clientid=meadow").at("/data/0/topic").asText()).isEqualTo("a/+");
    assertThat(get("/topics/a%2F%2B").at("/0/topic").asText()).isEqualTo("a/+");

    assertThat(call("DELETE", "/clients/meadow", null).status()).isEqualTo(204);
    Await.until("it is sent away", () -> !client.getState().isConnected());
    assertThat(call("GET", "/clients/meadow", null).status()).isEqualTo(404);
  }

  @Test
  void whatWaitsForAClientIsShownInItsOrder() throws Exception {
    connected("away", 600).subscribeWith().topicFilter("q").qos(MqttQos.EXACTLY_ONCE).send();
    stop();
    start();
    for (int i = 0; i < 5; i++) {
      assertThat(
              call("POST", "/publish", "{\"topic\":\"q\",\"qos\":1,\"payload\":\"m" + i + "\"}")
                  .status())
          .isEqualTo(200);
    }

    JsonNode first = get("/clients/away/mqueue_messages?limit=2&payload=plain");
    JsonNode rest =
        get(
            "/clients/away/mqueue_messages?payload=plain&position="
                + first.at("/meta/position").asText());

    assertThat(first.at("/data/0/payload").asText()).isEqualTo("m0");
    assertThat(first.at("/data/0/from_clientid").asText()).isEqualTo("http_api");
    assertThat(rest.path("data")).hasSize(3);
    assertThat(rest.at("/data/2/payload").asText()).isEqualTo("m4");
    assertThat(get("/clients/away").path("mqueue_len").asInt()).isEqualTo(5);
    assertThat(get("/clients/away").path("connected").asBoolean()).isFalse();
    assertThat(get("/clients?conn_state=disconnected").at("/data/0/clientid").asText())
        .isEqualTo("away");
  }

  @Test
  void restSubscribesAndPublishesForAClient() throws Exception {
    Mqtt5BlockingClient client = connected("c", 0);
    try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
      assertThat(
              call("POST", "/clients/c/subscribe", "{\"topic\":\"x/#\",\"qos\":1}")
                  .json()
                  .path("qos")
                  .asInt())
          .isEqualTo(1);
      assertThat(
              call(
                      "POST",
                      "/publish",
                      """
                      {"topic":"x/1","payload":"hi","qos":1,"retain":true,"properties":{"user_properties":{"a":"b"}}}\
                      """)
                  .status())
          .isEqualTo(200);
      Mqtt5Publish got = publishes.receive(20, TimeUnit.SECONDS).orElseThrow();
      assertThat(new String(got.getPayloadAsBytes(), StandardCharsets.UTF_8)).isEqualTo("hi");
      assertThat(got.getUserProperties().asList().getFirst().getName()).hasToString("a");
    }
    assertThat(call("POST", "/clients/c/subscribe", "{\"topic\":\"a/#/b\"}").status())
        .isEqualTo(400);
    assertThat(call("POST", "/clients/c/unsubscribe", "{\"topic\":\"x/#\"}").status())
        .isEqualTo(204);
    assertThat(get("/clients/c/subscriptions")).isEmpty();
    assertThat(call("POST", "/publish", "{\"topic\":\"x/1\",\"payload\":\"hi\"}").status())
        .isEqualTo(202);
    assertThat(call("PUT", "/clients/c/keepalive", "{\"interval\":77}").json().path("keepalive"))
        .hasToString("77");
    assertThat(get("/mqtt/retainer/message/x%2F1").path("payload").asText()).isEqualTo("aGk=");
    assertThat(call("DELETE", "/mqtt/retainer/message/x%2F1", null).status()).isEqualTo(204);
    assertThat(get("/mqtt/retainer/messages?topic=x/%23").path("data")).isEmpty();
  }

  @Test
  void whoIsBannedStaysOutAlsoAfterARestart() throws Exception {
    Mqtt5BlockingClient inside = connected("bad-1", 0);
    assertThat(call("POST", "/banned", "{\"as\":\"clientid_re\",\"who\":\"^bad\"}").status())
        .isEqualTo(200);
    Await.until("it is sent away", () -> !inside.getState().isConnected());

    restart();

    assertThatThrownBy(() -> connected("bad-2", 0))
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5ConnAckReasonCode.BANNED));
    assertThat(call("DELETE", "/banned/clientid_re/%5Ebad", null).status()).isEqualTo(204);
    connected("bad-2", 0).disconnect();
  }

  @Test
  void aListenerThatRestMadeIsThereAfterARestart() throws Exception {
    try (ReservedPort reserved = ReservedPort.reserve()) {
      aListenerIsThereAfterARestart(reserved.number());
    }
  }

  private void aListenerIsThereAfterARestart(int port) throws Exception {
    Answer made =
        call(
            "POST",
            "/listeners",
            "{\"type\":\"tcp\",\"name\":\"second\",\"bind\":\"127.0.0.1:%d\"}".formatted(port));
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.json().path("running").asBoolean()).isTrue();

    restart();

    Mqtt5BlockingClient client = client("through-second", port);
    client.connect();
    assertThat(get("/clients/through-second").path("listener").asText()).isEqualTo("tcp:second");
    assertThat(get("/listeners/tcp:second").path("current_connections").asInt()).isEqualTo(1);
    assertThat(call("POST", "/listeners/tcp:second/stop", null).status()).isEqualTo(200);
    Await.until("its clients are sent away", () -> !client.getState().isConnected());
    assertThat(call("DELETE", "/listeners/tcp:second", null).status()).isEqualTo(204);
    Answer taken =
        call(
            "POST",
            "/listeners",
            "{\"type\":\"tcp\",\"name\":\"third\",\"bind\":\"127.0.0.1:%d\"}"
                .formatted(node.address("tcp:default").getPort()));
    assertThat(taken.status()).isEqualTo(400);
  }

  @Test
  void figuresMove() throws Exception {
    Mqtt5BlockingClient client = connected("f", 0);
    client.publishWith().topic("t").qos(MqttQos.AT_LEAST_ONCE).send();

    JsonNode metrics = get("/metrics?aggregate=true");
    assertThat(metrics.path("messages.received").asLong()).isEqualTo(1);
    assertThat(metrics.path("client.connected").asLong()).isEqualTo(1);
    assertThat(get("/stats?aggregate=true").path("connections.count").asLong()).isEqualTo(1);
    assertThat(get("/monitor_current").path("live_connections").asLong()).isEqualTo(1);
    assertThat(call("GET", "/prometheus/stats", null).text())
        .contains("emqx_connections_count 1")
        .contains("tributary_listener_connections{listener=\"tcp:default\"} 1");
    client.disconnect();
  }
}
