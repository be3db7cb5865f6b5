package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are in the folder of a broker, through sockets and across restarts. */
class StoredSessionIT {

  private static final byte[] STAYING = connect5("s", false, 0, "11 00000e10");

  @TempDir Path folder;
  private TestBroker server;

  @BeforeEach
  void start() throws ListenException {
    server =
        new TestBroker(
            TestBroker.settings(MqttLimits.defaults(), 0, 1_000)
                .with(new StorageOptions.OnDisk(folder, false)));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart() throws ListenException {
    server.close();
    start();
  }

  private RawMqttClient back(boolean present) throws IOException {
    RawMqttClient client = new RawMqttClient(server.address());
    client.send(STAYING);
    byte[] connack = client.read();
    assertThat(connack[0]).isEqualTo((byte) 0x20);
    assertThat(connack[2]).as("session present").isEqualTo((byte) (present ? 1 : 0));
    return client;
  }

  private RawMqttClient publisher() throws IOException {
    return RawMqttClient.connected(server.address(), connect5("p"));
  }

  @Test
  void whatIsStoredForSessionsIsCounted() throws Exception {
    try (RawMqttClient client = back(false);
        RawMqttClient publisher = publisher()) {
      client.send(subscribe5(1, "", "t", 2)).read();
      publisher.send(subscribe5(1, "", "t", 2)).read(); // of a session that ends with it
      publisher.send(publish5(0, 0, "t", "", "not stored")).read();
      client.read();
      publisher.send(publish5(1, 1, "t", "", "stored"));
      client.read();
    }
    server.await("connections.count", 0);
    try (RawMqttClient publisher = publisher()) {
      publisher.send(publish5(0, 0, "t", "", "waits")).expectNothing();
    }
    server.await("messages.persisted", 2);
  }

  @Test // [MQTT-4.1.0-1], [MQTT-4.4.0-1]
  void inFlightAndWaitingMessagesSurvive() throws Exception {
    try (RawMqttClient client = back(false);
        RawMqttClient publisher = publisher()) {
      client.send(subscribe5(1, "", "t", 2)).expect("9004 0001 00 02");
      publisher.send(publish5(1, 1, "t", "", "one")).expect("4002 0001");
      publisher.send(publish5(2, 2, "t", "", "two")).expect("5002 0002");
      client.expect(publish5(1, 1, "t", "", "one")).expect(publish5(2, 2, "t", "", "two"));
      client.send(hex("5002 0002")).expect("6202 0002");
      publisher.send(publish5(2, 3, "t", "", "three")).expect("5002 0003");
      client.expect(publish5(2, 3, "t", "", "three"));
    }
    server.await("connections.count", 0);
    try (RawMqttClient publisher = publisher()) {
      publisher.send(publish5(1, 4, "t", "", "four")).expect("4002 0004");
    }
    restart();
    assertThat(server.metric("sessions.count")).isEqualTo(1);
    assertThat(server.metric("subscriptions.count")).isEqualTo(1);
    try (RawMqttClient publisher = publisher()) {
      publisher.send(publish5(1, 5, "t", "", "five")).expect("4002 0005");
    }
    try (RawMqttClient client = back(true)) {
      client.expect(publish(0x3a, 1, "t", "", "one")).expect("6202 0002");
      client.expect(publish(0x3c, 3, "t", "", "three"));
      client.expect(publish5(1, 4, "t", "", "four")).expect(publish5(1, 5, "t", "", "five"));
      client.send(hex("4002 0001 7002 0002 5002 0003 4002 0004 4002 0005"));
      client.expect("6202 0003").send(hex("7002 0003")).expectNothing();
    }
    restart();
    try (RawMqttClient client = back(true)) {
      client.expectNothing();
    }
  }

  @Test // [MQTT-4.3.3-10] to [MQTT-4.3.3-12]
  void aQos2PublishCountsOnceAcrossARestart() throws Exception {
    try (RawMqttClient client = back(false)) {
      client.send(publish5(2, 7, "x", "", "once")).expect("5004 0007 10 00");
    }
    restart();
    try (RawMqttClient client = back(true)) {
      client.send(publish(0x3c, 7, "x", "", "once")).expect("5002 0007");
      assertThat(server.topics()).as("handed over again").isEmpty();
      client.send(hex("6202 0007")).expect("7002 0007");
      client.send(publish5(2, 7, "x", "", "another")).expect("5004 0007 10 00");
      assertThat(server.topics()).containsExactly("x");
      client.send(hex("6202 0007")).expect("7002 0007");
    }
    restart();
    try (RawMqttClient client = back(true)) {
      client.send(hex("6202 0007")).expect("7004 0007 92 00");
    }
  }

  @Test
  void aLongQueueComesBackInOrder() throws Exception {
    int count = 700;
    try (RawMqttClient client = back(false)) {
      client.send(subscribe5(1, "", "t", 1)).expect("9004 0001 00 01");
    }
    server.await("connections.count", 0);
    try (RawMqttClient publisher = publisher()) {
      for (int i = 0; i < count; i++) {
        publisher.send(publish5(1, 1, "t", "", "m" + i)).expect("4002 0001");
      }
    }
    restart();
    try (RawMqttClient client = back(true)) {
      for (int i = 0; i < count; i++) {
        client.expect(publish5(1, i + 1, "t", "", "m" + i));
        client.send(hex("4002 %04x".formatted(i + 1)));
      }
      client.expectNothing();
    }
  }

  @Test // [MQTT-3.1.2-8]: also if it was the broker that died
  void aWillWithDelayIsPublishedAfterTheRestart() throws Exception {
    try (RawMqttClient client = back(false)) {
      client.send(subscribe5(1, "", "gone/#", 1)).expect("9004 0001 00 01");
      client.send(hex("e000")).expectEnd();
    }
    byte[] leaving =
        Wire.packet(
            0x10,
            Wire.text("MQTT"),
            new byte[] {5, 0x0C},
            Wire.two(0),
            Wire.properties("11 00000e10"),
            Wire.text("w"),
            Wire.properties("18 0000003c"),
            Wire.text("gone/w"),
            Wire.text("bye"));
    RawMqttClient.connected(server.address(), leaving).close();
    server.await("connections.count", 0);
    restart();
    server.advanceSeconds(61);
    try (RawMqttClient client = back(true)) {
      client.expect(publish5(1, 1, "gone/w", "", "bye"));
    }
  }

  @Test
  void clientsOfMqtt3StayToo() throws Exception {
    byte[] staying = connect4("four", false, 0);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), staying)) {
      client.send(subscribe4(1, "t", 1)).expect("9003 0001 01");
    }
    server.await("connections.count", 0);
    restart();
    server.broker().publish(server.own("t", 1));
    try (RawMqttClient client = RawMqttClient.connected(server.address(), staying)) {
      assertThat(client.read()[0]).isEqualTo((byte) 0x32);
    }
  }

  @Test
  void whoLooksSeesWhatIsStored() throws Exception {
    try (RawMqttClient client = back(false)) {
      client.send(subscribe5(1, "", "t", 1)).expect("9004 0001 00 01");
    }
    server.await("connections.count", 0);
    try (RawMqttClient publisher = publisher()) {
      for (int i = 0; i < 300; i++) {
        publisher.send(publish5(1, 1, "t", "", "m" + i)).expect("4002 0001");
      }
    }
    restart();
    Clients clients = server.broker().clients();
    ClientEntry entry = clients.find("s").orElseThrow();
    assertThat(entry.connected()).isFalse();
    assertThat(entry.durable()).isTrue();
    assertThat(clients.view("s").get().orElseThrow().queued()).isEqualTo(300);
    List<QueuedMessage> page = clients.queued("s", -1, 200).get().orElseThrow();
    assertThat(page).hasSize(200);
    List<QueuedMessage> next =
        clients.queued("s", page.getLast().position(), 200).get().orElseThrow();
    assertThat(next).hasSize(100);
    assertThat(clients.subscriptions("s").get().orElseThrow())
        .extracting(SubscriptionView::filter)
        .containsExactly("t");
    assertThat(clients.kick("s").get()).isTrue();
    assertThat(clients.kick("s").get()).isFalse();
    restart();
    assertThat(server.broker().clients().count()).isZero();
  }

  @Test
  void prioritiesAreKeptInTheStore() throws Exception {
    server.close();
    server =
        new TestBroker(
            TestBroker.settings(MqttLimits.defaults(), 0, 1_000)
                .with(new QueueOptions(Map.of("high", 9), true, true))
                .with(new StorageOptions.OnDisk(folder, false)));
    server.start();
    try (RawMqttClient client = back(false)) {
      client.send(subscribe5(1, "", "#", 1)).expect("9004 0001 00 01");
    }
    server.await("connections.count", 0);
    try (RawMqttClient publisher = publisher()) {
      publisher.send(publish5(1, 1, "low", "", "1")).expect("4002 0001");
      publisher.send(publish5(1, 1, "high", "", "2")).expect("4002 0001");
      publisher.send(publish5(1, 1, "low", "", "3")).expect("4002 0001");
      publisher.send(publish5(1, 1, "high", "", "4")).expect("4002 0001");
    }
    try (RawMqttClient client = back(true)) {
      client.expect(publish5(1, 1, "high", "", "2")).expect(publish5(1, 2, "high", "", "4"));
      client.expect(publish5(1, 3, "low", "", "1")).expect(publish5(1, 4, "low", "", "3"));
    }
  }
}
