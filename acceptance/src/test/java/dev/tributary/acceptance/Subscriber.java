package dev.tributary.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An MQTT 5 client (HiveMQ's) that hears what is published, in order. */
final class Subscriber implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Mqtt5BlockingClient client;
  private final Mqtt5BlockingClient.Mqtt5Publishes arriving;

  private Subscriber(Mqtt5BlockingClient client) {
    this.client = client;
    this.arriving = client.publishes(MqttGlobalPublishFilter.ALL);
  }

  static Subscriber connect(InetSocketAddress broker, String clientId, String filter) {
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier(clientId)
            .serverHost(broker.getHostString())
            .serverPort(broker.getPort())
            .buildBlocking();
    client.connect();
    Subscriber subscriber = new Subscriber(client);
    client.subscribeWith().topicFilter(filter).qos(MqttQos.EXACTLY_ONCE).send();
    return subscriber;
  }

  /** Waits for the next message. */
  Mqtt5Publish next() {
    try {
      return arriving
          .receive(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .orElseThrow(() -> new AssertionError("no message has arrived"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the next message and reads its payload. */
  JsonNode nextJson() {
    return RestClient.parse(text(next()));
  }

  static String text(Mqtt5Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    arriving.close();
    // The server may end the connection at the same moment; then the parting word fails.
    var _ =
        client
            .toAsync()
            .disconnect()
            .handle((_, _) -> true)
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }
}
