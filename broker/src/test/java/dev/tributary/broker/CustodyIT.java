package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.two;
import static dev.tributary.testkit.mqtt.Wire.unheard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.ClientDisconnected;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledgements wait for whoever must hold the message, on real sockets. */
class CustodyIT {

  private final TestBroker server = new TestBroker(MqttLimits.defaults());
  private final List<Custody> deferred = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws ListenException {
    server.start();
    server.handler((message, custody) -> {
      custody.defer();
      deferred.add(custody);
    });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawMqttClient five(String clientId) throws IOException {
    return RawMqttClient.connected(server.address(), connect5(clientId));
  }

  private void awaitHandedOver(int count) {
    TestBroker.await(
        () -> deferred.size() == count, () -> deferred.size() + " handed over, not " + count);
  }

  @Test // [MQTT-4.6.0-2]
  void acknowledgementsComeInPacketOrderWhateverTheOrderOfRelease() throws IOException {
    try (RawMqttClient client = five("order")) {
      for (int id = 1; id <= 20; id++) {
        client.send(publish5(1 + id % 2, id, "t", "", "x"));
      }
      awaitHandedOver(20);
      client.expectNothing();
      List<Custody> shuffled = new ArrayList<>(deferred);
      Collections.shuffle(shuffled, new Random(7));
      shuffled.forEach(Custody::release);
      for (int id = 1; id <= 20; id++) {
        client.expect(unheard(id % 2 == 0 ? 0x40 : 0x50, id));
      }
    }
  }

  @Test
  void everyPartyMustHoldTheMessage() throws IOException {
    server.handler((message, custody) -> {
      custody.defer();
      custody.defer();
      custody.release();
      deferred.add(custody);
    });
    try (RawMqttClient client = five("parties")) {
      client.send(publish5(1, 1, "t", "", "x"));
      awaitHandedOver(1);
      client.expectNothing();
      deferred.getFirst().release();
      client.expect("4004 0001 10 00");
    }
  }

  @Test
  void readingStopsAtTheReceiveMaximumAndGoesOn() throws IOException {
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("held", true, 10))) {
      for (int id = 1; id <= 100; id++) {
        client.send(publish4(1, id, "t", "x"));
      }
      awaitHandedOver(32);
      server.advanceSeconds(1_000); // [MQTT-3.1.2-22] does not run while we do not read
      deferred.get(0).release();
      client.expect("4002 0001");
      awaitHandedOver(33);
      for (int i = 1; i < 100; i++) {
        awaitHandedOver(Math.min(100, i + 32));
        deferred.get(i).release();
        client.expect(packet(0x40, two(i + 1)));
      }
      client.expectNothing();
    }
  }

  @Test
  void aDeferredQos0PublishStopsReadingAtOnce() throws IOException {
    try (RawMqttClient client = five("zero")) {
      client.send(publish5(0, 0, "a", "", "x"), publish5(0, 0, "b", "", "x"), hex("c000"));
      awaitHandedOver(1);
      assertThat(server.topics()).containsExactly("a");
      deferred.get(0).release();
      awaitHandedOver(2);
      deferred.get(1).release();
      client.expect("d000");
    }
  }

  @Test
  void aRefusalIsToldToMqtt5() throws IOException {
    try (RawMqttClient client = five("five")) {
      client.send(publish5(1, 1, "t", "", "x"), publish5(2, 2, "t", "", "x"));
      awaitHandedOver(2);
      deferred.get(1).refuse(0x97, "buffer full");
      deferred.get(0).refuse(0x97, "buffer full");
      String because = "97 0e 1f 000b 627566666572 20 66756c6c";
      client.expect("4012 0001" + because).expect("5012 0002" + because);
      // [MQTT-4.3.3-9]: the identifier is free again
      client.send(publish5(2, 2, "t", "", "x"));
      awaitHandedOver(3);
      deferred.get(2).release();
      client.expect("5004 0002 10 00");
    }
    server.await("packets.publish.quota_exceeded", 2);
  }

  @ParameterizedTest
  @CsvSource({"1, 97, quota_exceeded", "2, 97, quota_exceeded", "1, 83, internal_error"})
  @Mqtt3({"3.3.5-2", "4.8.0-2"})
  void aRefusalClosesAConnectionThatCannotBeTold(int qos, String code, String reason)
      throws IOException {
    byte[] connect = connect4("four", false, 0);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(
          publish4(qos, 1, "t", "a"), publish4(qos, 2, "t", "b"), publish4(qos, 3, "t", "c"));
      awaitHandedOver(3);
      deferred.get(1).refuse(Integer.parseInt(code, 16), "no room");
      client.expectNothing(); // what was published first is answered first
      deferred.get(0).release();
      client.expect(packet(qos == 1 ? 0x40 : 0x50, two(1))).expectEnd();
    }
    ClientDisconnected gone = server.await(ClientDisconnected.class, 1).getFirst();
    assertThat(gone.reason()).isEqualTo(reason);
    assertThat(gone.detail()).isEqualTo("no room");
    deferred.get(2).release(); // nobody is told any more
    server.handler(PublishHandler.NONE);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish(0x38 | qos << 1, 2, "t", null, "b"));
      client.expect(packet(qos == 1 ? 0x40 : 0x50, two(2))).expectNothing();
    }
  }

  @Test
  void aRefusedQos0PublishOfMqtt3ClosesNothing() throws IOException {
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("four", true, 0))) {
      client.send(publish4(0, 0, "t", "x"));
      awaitHandedOver(1);
      deferred.get(0).refuse(0x97, "no room");
      client.expectNothing();
    }
  }

  @Test
  void aRefusalWithinTheHandlerKeepsTheMessageFromSubscribers() throws IOException {
    server.handler((message, custody) -> {
      custody.defer();
      custody.refuse(0x97, "no");
    });
    try (RawMqttClient client = five("now")) {
      client.send(Wire.subscribe5(1, "", "t", 1)).read();
      client.send(publish5(1, 1, "t", "", "x")).expect("4009 0001 97 05 1f 0002 6e6f");
      client.expectNothing();
    }
    assertThat(server.metric("messages.dropped.quota_exceeded")).isEqualTo(1);
  }

  @Test
  void aHandlerThatFailsIsToldToAVersion5Client() throws IOException {
    server.handler((message, custody) -> {
      throw new IllegalStateException("a fault of the test");
    });
    try (RawMqttClient client = five("fault")) {
      client.send(publish5(1, 1, "t", "", "x"));
      assertThat(Wire.hex(client.read())).startsWith("40").contains("000183");
      client.expectNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @Mqtt3("4.8.0-2")
  void aHandlerThatFailsClosesAConnectionThatCannotBeTold(int qos) throws IOException {
    server.handler((message, custody) -> {
      throw new IllegalStateException("a fault of the test");
    });
    byte[] connect = connect4("fault", false, 0);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish4(qos, 5, "t", "x")).expectEnd();
    }
    server.await("connections.count", 0);
    server.handler((message, custody) -> {});
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish(0x3c, 5, "t", null, "x"));
      client.expect("5002 0005").send(hex("6202 0005")).expect("7002 0005");
    }
  }

  @Test // [MQTT-4.3.3-10]
  void aRepeatedQos2PublishIsNotHandedOverAgain() throws IOException {
    try (RawMqttClient client = five("repeat")) {
      client.send(publish5(2, 5, "t", "", "x"));
      awaitHandedOver(1);
      client.send(publish(0x3c, 5, "t", "", "x")).expectNothing();
      deferred.get(0).release();
      client.expect("5004 0005 10 00");
      client.send(publish(0x3c, 5, "t", "", "x")).expect("5004 0005 10 00");
      client.send(hex("6202 0005")).expect("7002 0005");
      client.send(hex("6202 0005")).expect("7004 0005 92 00");
      client.send(publish5(2, 5, "t", "", "y"));
      awaitHandedOver(2);
    }
  }

  @Test
  void aQos2PublishKeepsItsPlaceThroughAReconnect() throws IOException {
    byte[] connect = connect5("again", false, 0, "11 00000e10");
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish5(2, 5, "t", "", "x"));
      awaitHandedOver(1);
    }
    server.await("connections.count", 0);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish(0x3c, 5, "t", "", "x")).expectNothing();
      deferred.get(0).release();
      client.expect("5004 0005 10 00").send(hex("6202 0005")).expect("7002 0005");
    }
    assertThat(server.topics()).containsExactly("t");
  }

  @Test
  void theReasonOfARefusalIsTold() throws IOException {
    try (RawMqttClient client = five("codes")) {
      client.send(publish5(1, 1, "t", "", "x"), publish5(2, 2, "t", "", "x"));
      awaitHandedOver(2);
      deferred.get(0).refuse(0x83, "no");
      deferred.get(1).refuse(0x80, "no");
      client.expect("4009 0001 83 05 1f 0002 6e6f").expect("5009 0002 80 05 1f 0002 6e6f");
    }
    server.await("packets.publish.error", 2);
    assertThat(server.metric("packets.publish.quota_exceeded")).isZero();
  }

  @Test
  @Mqtt5("4.3.3-9")
  void aQos2PublishThatWasRefusedIsNewWhenItComesAgain() throws IOException {
    byte[] connect = connect4("unheard", false, 0);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish4(2, 5, "t", "x"));
      awaitHandedOver(1);
      deferred.get(0).refuse(0x97, "full");
      client.expectEnd(); // 3.1.1 has no word for it
    }
    server.await("connections.count", 0);
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish(0x3c, 5, "t", null, "x"));
      awaitHandedOver(2);
    }
    server.await("connections.count", 0);
    deferred.get(1).refuse(0x97, "full"); // while the client is away
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(publish(0x3c, 5, "t", null, "x"));
      awaitHandedOver(3);
      deferred.get(2).release();
      client.expect("5002 0005").send(hex("6202 0005")).expect("7002 0005");
    }
  }

  @Test
  void aReleaseAfterTheConnectionIsGoneIsNothing() throws IOException {
    try (RawMqttClient client = five("gone")) {
      client.send(publish5(1, 1, "t", "", "x"));
      awaitHandedOver(1);
    }
    server.await("connections.count", 0);
    deferred.get(0).release();
    try (RawMqttClient client = five("gone")) {
      client.expectNothing();
    }
  }

  @Test // [MQTT-3.3.4-7]
  void moreThanTheReceiveMaximumOfQos2Closes() throws IOException {
    server.handler(PublishHandler.NONE);
    try (RawMqttClient client = five("many")) {
      for (int id = 1; id <= 33; id++) {
        client.send(publish5(2, id, "t", "", "x"));
      }
      for (int id = 1; id <= 32; id++) {
        client.expect(unheard(0x50, id));
      }
      client.expectDisconnect(0x93);
    }
    assertThat(server.metric("messages.dropped.receive_maximum")).isEqualTo(1);
  }

  @Test
  void releasesFromManyThreadsLoseNothing() throws Exception {
    int publishes = 2_000;
    server.handler((message, custody) -> {
      custody.defer();
      custody.defer();
      Thread.startVirtualThread(custody::release);
      Thread.startVirtualThread(custody::release);
    });
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("threads", true, 0))) {
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              for (int id = 1; id <= publishes; id++) {
                client.send(publish4(1, id, "t", "x"));
              }
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      for (int id = 1; id <= publishes; id++) {
        client.expect(packet(0x40, two(id)));
      }
      sender.join();
    }
  }
}
