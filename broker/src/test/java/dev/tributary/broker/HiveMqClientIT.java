package dev.tributary.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client of others' making understands us. */
class HiveMqClientIT {

  private static final int MESSAGES = 500;

  private final TestBroker server = new TestBroker(MqttLimits.defaults());

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void mqtt5DeliversEverythingOnceAndInOrder() throws Exception {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .serverHost("127.0.0.1")
            .serverPort(server.address().getPort())
            .useMqttVersion5()
            .buildBlocking();
    client.connect();
    try (var received = client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("order/#").qos(MqttQos.EXACTLY_ONCE).send();
      List<CompletableFuture<?>> sent = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(
            client
                .toAsync()
                .publishWith()
                .topic("order/" + i % 3)
                .qos(MqttQos.fromCode(1 + i / 250))
                .payload(Integer.toString(i).getBytes(StandardCharsets.UTF_8))
                .send());
      }
      List<String> payloads = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        payloads.add(
            text(received.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes()));
      }
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(payloads.get(i)).isEqualTo(Integer.toString(i));
      }
    }
    client.disconnect();
    assertThat(server.topics()).hasSize(MESSAGES);
  }

  @Test
  void mqtt3PublishesAndSubscribes() throws Exception {
    Mqtt3BlockingClient client =
        MqttClient.builder()
            .serverHost("127.0.0.1")
            .serverPort(server.address().getPort())
            .useMqttVersion3()
            .buildBlocking();
    client.connect();
    try (var received = client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("a/+").qos(MqttQos.AT_LEAST_ONCE).send();
      client.publishWith().topic("a/b").qos(MqttQos.EXACTLY_ONCE).payload(new byte[] {1}).send();
      Optional<?> message = received.receive(20, TimeUnit.SECONDS);
      assertThat(message).isPresent();
    }
    client.disconnect();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
