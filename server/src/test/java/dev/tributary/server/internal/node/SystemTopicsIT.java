package dev.tributary.server.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.tributary.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node: what it says of itself reaches those who subscribe it. */
class SystemTopicsIT {

  private static final String HERE = "$SYS/brokers/n@127.0.0.1/";

  private static final String CONFIGURATION =
      """
      node.name = "n@127.0.0.1"
      node.data_dir = "data"
      listeners.tcp.default.bind = "127.0.0.1:0"
      listeners.ws.default.bind = "127.0.0.1:0"
      dashboard.listeners.http.bind = "127.0.0.1:0"
      sys_topics {
        sys_msg_interval = 1s, sys_heartbeat_interval = 1s
        sys_event_messages { client_subscribed = true, client_unsubscribed = true }
      }
      """;

  private final Map<String, String> heard = new ConcurrentHashMap<>();
  private Node node;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    Path file = Files.writeString(home.resolve("tributary.conf"), CONFIGURATION);
    node = new Node(NodeSettings.read(file, home, Map.of(), ""), "1.2.3");
    node.start();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whoTheNodeIsWhoComesAndGoesAndItsFigures() {
    Mqtt3BlockingClient listener = client("listener");
    listener.connect();
    listener
        .toAsync()
        .subscribeWith()
        .topicFilter("$SYS/#")
        .qos(MqttQos.AT_MOST_ONCE)
        .callback(this::hear)
        .send()
        .join();
    await(HERE + "version");
    await("$SYS/brokers");

    Mqtt3BlockingClient device = client("device/7");
    device.connectWith().simpleAuth(Mqtt3SimpleAuth.builder().username("u").build()).send();
    device.subscribeWith().topicFilter("t/#").qos(MqttQos.AT_LEAST_ONCE).send();
    device.unsubscribeWith().topicFilter("t/#").send();
    device.disconnect();
    for (String event : new String[] {"connected", "subscribed", "unsubscribed", "disconnected"}) {
      await(HERE + "clients/device/7/" + event);
    }
    await(HERE + "stats/connections/max");
    await(HERE + "metrics/packets/connect/received");
    await(HERE + "uptime");
    listener.disconnect();

    assertThat(heard)
        .containsEntry("$SYS/brokers", "n@127.0.0.1")
        .containsEntry(HERE + "version", "1.2.3");
    assertThat(heard.get(HERE + "clients/device/7/connected"))
        .contains("\"clientid\":\"device/7\"", "\"username\":\"u\"", "\"proto_ver\":4");
    assertThat(heard.get(HERE + "clients/device/7/disconnected")).contains("\"reason\":\"normal\"");
  }

  private Mqtt3BlockingClient client(String id) {
    return MqttClient.builder()
        .useMqttVersion3()
        .identifier(id)
        .serverHost("127.0.0.1")
        .serverPort(node.address("tcp:default").getPort())
        .buildBlocking();
  }

  private void hear(Mqtt3Publish message) {
    heard.put(
        message.getTopic().toString(),
        new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8));
  }

  private void await(String topic) {
    Await.until("a message on " + topic, () -> heard.containsKey(topic));
  }
}
