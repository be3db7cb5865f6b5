package dev.tributary.acceptance;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An MQTT 5 client (HiveMQ's). It never has more unacknowledged messages than the broker's receive
 * maximum, and it does not reconnect: a lost connection fails what waits.
 */
final class Publisher implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final String clientId;
  private final Mqtt5AsyncClient client;
  private final AtomicInteger acknowledged;
  private final AtomicReference<Throwable> disconnected;

  private Publisher(
      String clientId,
      Mqtt5AsyncClient client,
      AtomicInteger acknowledged,
      AtomicReference<Throwable> disconnected) {
    this.clientId = clientId;
    this.client = client;
    this.acknowledged = acknowledged;
    this.disconnected = disconnected;
  }

  static Publisher connect(InetSocketAddress broker, String clientId) {
    AtomicReference<Throwable> disconnected = new AtomicReference<>();
    Mqtt5AsyncClient client =
        Mqtt5Client.builder()
            .identifier(clientId)
            .serverHost(broker.getHostString())
            .serverPort(broker.getPort())
            .addDisconnectedListener(context -> disconnected.set(context.getCause()))
            .buildAsync();
    client.connect().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return new Publisher(clientId, client, new AtomicInteger(), disconnected);
  }

  /**
   * Hands a message to the client, which sends in the order of the calls of one thread. The answer
   * completes when the broker has acknowledged. Blocks while too many wait.
   */
  CompletableFuture<Mqtt5PublishResult> publish(String topic, MqttQos qos, String payload) {
    return publish(topic, qos, payload.getBytes(StandardCharsets.UTF_8));
  }

  CompletableFuture<Mqtt5PublishResult> publish(String topic, MqttQos qos, byte[] payload) {
    return publish(Mqtt5Publish.builder().topic(topic).qos(qos).payload(payload).build());
  }

  CompletableFuture<Mqtt5PublishResult> publish(Mqtt5Publish message) {
    return client
        .publish(message)
        .whenComplete((_, failure) -> {
          if (failure == null) {
            acknowledged.incrementAndGet();
          }
        });
  }

  /** As above, and waits for the acknowledgement. */
  void publishAndWait(String topic, MqttQos qos, String payload) {
    publish(topic, qos, payload).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  void publishAndWait(String topic, MqttQos qos, byte[] payload) {
    publish(topic, qos, payload).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  void publishAndWait(Mqtt5Publish message) {
    publish(message).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Messages that the broker has acknowledged (QoS 0: that were written to the socket). */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Why the connection ended; empty while it lives. */
  Optional<Throwable> disconnected() {
    return Optional.ofNullable(disconnected.get());
  }

  String clientId() {
    return clientId;
  }

  @Override
  public void close() {
    // The server may end the connection at the same moment; then the parting word fails.
    var _ =
        client
            .disconnect()
            .handle((_, _) -> true)
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }
}
