package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;

import dev.tributary.broker.BrokerEvent.ClientDisconnected;
import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A broker of its own for each test, and clients of it. */
abstract class WithBroker {

  final TestBroker server = new TestBroker(MqttLimits.defaults());

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  RawMqttClient four(String clientId) throws IOException {
    return connected(connect4(clientId, true, 0));
  }

  RawMqttClient five(String clientId) throws IOException {
    return connected(connect5(clientId));
  }

  /** MQTT 5, with a session that lasts a minute longer than the connection. */
  RawMqttClient staying(String clientId, int keepAlive) throws IOException {
    return connected(connect5(clientId, false, keepAlive, "11 0000003c"));
  }

  RawMqttClient connected(byte[] connect) throws IOException {
    return RawMqttClient.connected(server.address(), connect);
  }

  RawMqttClient unconnected() throws IOException {
    return new RawMqttClient(server.address());
  }

  List<BrokerEventType> types() {
    return server.events().stream().map(BrokerEvent::type).toList();
  }

  void assertGone(int count, String reason) {
    Assertions.assertThat(server.await(ClientDisconnected.class, count).get(count - 1).reason())
        .isEqualTo(reason);
  }
}
