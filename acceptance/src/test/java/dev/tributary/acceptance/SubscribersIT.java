package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tributary.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients hear each other: every version and quality of service, both wildcards. */
class SubscribersIT {
  private static final long PATIENCE_SECONDS = 60;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;

  @BeforeAll
  static void start() {
    tributary = bench.tributary("");
  }

  /** A message arrives with the lower quality of service of publish and subscription. */
  @ParameterizedTest
  @CsvSource({"0, 2, 0", "1, 0, 0", "1, 1, 1", "1, 2, 1", "2, 1, 1", "2, 2, 2"})
  void aVersion5SubscriberHearsWithTheLowerQualityOfService(
      int published, int subscribed, int expected) throws InterruptedException {
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier("v5-subscriber")
            .serverHost("127.0.0.1")
            .serverPort(tributary.mqtt().getPort())
            .buildBlocking();
    client.connect();
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "publisher");
        var arriving = client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("house/+/t").qos(qos(subscribed)).send();
      publisher.publishAndWait("house/kitchen/other", qos(published), "not this");
      publisher.publishAndWait("house/kitchen/t", qos(published), "21.5");
      Mqtt5Publish first = arriving.receive(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow();
      assertThat(first.getTopic().toString()).isEqualTo("house/kitchen/t");
      assertThat(first.getPayloadAsBytes()).asString(StandardCharsets.UTF_8).isEqualTo("21.5");
      assertThat(first.getQos().getCode()).isEqualTo(expected);
    } finally {
      client.disconnect();
    }
  }

  @Test
  void aVersion3SubscriberHearsAVersion5Publisher() throws InterruptedException {
    Mqtt3BlockingClient client =
        Mqtt3Client.builder()
            .identifier("v3-subscriber")
            .serverHost("127.0.0.1")
            .serverPort(tributary.mqtt().getPort())
            .buildBlocking();
    client.connect();
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "publisher");
        var arriving = client.publishes(MqttGlobalPublishFilter.ALL)) {
      client.subscribeWith().topicFilter("garden/#").qos(MqttQos.EXACTLY_ONCE).send();
      for (int number = 0; number < 100; number++) {
        publisher.publishAndWait("garden/" + number, MqttQos.EXACTLY_ONCE, "n" + number);
      }
      for (int number = 0; number < 100; number++) {
        Mqtt3Publish next = arriving.receive(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow();
        assertThat(next.getTopic().toString()).isEqualTo("garden/" + number);
        assertThat(next.getPayloadAsBytes())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("n" + number);
      }
    } finally {
      client.disconnect();
    }
  }

  @Test
  void aSecondClientOfTheSameNameTakesOver() {
    try (Publisher first = Publisher.connect(tributary.mqtt(), "twin");
        Publisher second = Publisher.connect(tributary.mqtt(), "twin")) {
      Await.until("the first is disconnected", () -> first.disconnected().isPresent());
      assertThat(first.disconnected().orElseThrow())
          .isInstanceOfSatisfying(
              Mqtt5DisconnectException.class,
              e ->
                  assertThat(e.getMqttMessage().getReasonCode())
                      .isEqualTo(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER));
      second.publishAndWait("twin", MqttQos.AT_LEAST_ONCE, "still here");
    }
  }

  private static MqttQos qos(int code) {
    MqttQos qos = MqttQos.fromCode(code);
    assertThat(qos).as("quality of service %d", code).isNotNull();
    return qos;
  }
}
