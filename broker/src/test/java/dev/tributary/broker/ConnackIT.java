package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.ClientConnected;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CONNACK says and when, on a broker as it is by default. */
class ConnackIT extends WithBroker {

  // Receive Maximum 32, Topic Alias Maximum 256, Maximum Packet Size 1 MiB
  private static final String LIMITS = "21 0020 22 0100 27 00100000";

  @Test
  @Mqtt5({"3.2.0-1", "3.2.0-2", "3.2.2-1", "3.2.2-2", "3.1.4-5"})
  @Mqtt3({"3.2.0-1", "3.2.2-1", "3.1.4-4"})
  void connackIsTheFirstPacketAndTheOnlyOne() throws IOException {
    try (RawMqttClient publisher = five("p")) {
      publisher.send(Wire.publish(0x31, 0, "t", "", "kept")).expectNothing();
    }
    try (RawMqttClient client = unconnected()) {
      client.send(join(connect5("c"), subscribe5(1, "", "t", 0), hex("c000")));
      client.expect("200e 00 00 0b" + LIMITS).expect("9004 0001 00 00");
      assertThat(client.read()[0] & 0xF0).isIn(0x30, 0xD0);
      assertThat(client.read()[0] & 0xF0).isIn(0x30, 0xD0);
      client.expectNothing();
    }
    try (RawMqttClient client = unconnected()) {
      client.send(join(connect4("c", true, 0), hex("c000")));
      client.expect("2002 00 00").expect("d000").expectNothing();
    }
  }

  @Test
  @Mqtt5({"3.1.2-4", "3.1.2-5", "3.1.2-6", "3.1.2-23", "3.1.3-2", "3.1.4-4", "3.2.2-2", "3.2.2-3"})
  void sessionPresentTellsWhetherThereIsASession() throws IOException {
    byte[] stay = connect5("s", false, 0, "11 0000003c");
    byte[] clean = connect5("s", true, 0, "11 0000003c");
    assertSessionPresent(stay, 0);
    assertSessionPresent(stay, 1);
    assertSessionPresent(connect5("other", false, 0, "11 0000003c"), 0);
    assertSessionPresent(clean, 0);
    assertSessionPresent(stay, 1); // the one that the clean start made
  }

  @Test
  @Mqtt3({"3.1.2-4", "3.1.2-6", "3.1.3-2", "3.1.4-3", "3.2.2-1", "3.2.2-2", "3.2.2-3"})
  void sessionPresentInMqtt3() throws IOException {
    assertSessionPresent(connect4("s", false, 0), 0);
    assertSessionPresent(connect4("s", false, 0), 1);
    assertSessionPresent(connect4("other", false, 0), 0);
    assertSessionPresent(connect4("s", true, 0), 0);
    assertSessionPresent(connect4("s", false, 0), 0); // that one ended with its connection
  }

  private void assertSessionPresent(byte[] connect, int present) throws IOException {
    try (RawMqttClient client = unconnected()) {
      byte[] connack = client.send(connect).read();
      assertThat(connack[2]).as("session present").isEqualTo((byte) present);
      assertThat(connack[3]).isZero();
      client.send(hex("e000")).expectEnd();
    }
    server.await("connections.count", 0);
  }

  @Test
  @Mqtt5({"3.1.3-6", "3.1.3-7", "3.2.2-16"})
  @Mqtt3({"3.1.3-6", "3.1.3-7"})
  void everyAssignedIdentifierIsAnother() throws IOException {
    try (RawMqttClient _ = connected(connect5(""));
        RawMqttClient _ = connected(connect5(""));
        RawMqttClient _ = connected(connect4("", true, 0))) {
      assertThat(server.await(ClientConnected.class, 3))
          .extracting(event -> event.client().clientId())
          .allSatisfy(id -> assertThat(id).startsWith("tributary-"))
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "aZ9",
        "0123456789abcdefghijklm",
        "NOPQRSTUVWXYZnopqrstuvw",
        "é/+#$ \u00a0😀"
      })
  @Mqtt5({"3.1.3-3", "3.1.3-4", "3.1.3-5"})
  @Mqtt3({"3.1.3-3", "3.1.3-4", "3.1.3-5"})
  void clientIdentifiersAreTaken(String id) throws IOException {
    byte[] old = packet(0x10, text("MQIsdp"), hex("03 02 0000"), text(id));
    connected(connect5(id)).close();
    connected(connect4(id, true, 0)).close();
    connected(old).close();
    assertThat(server.await(ClientConnected.class, 3))
        .allSatisfy(event -> assertThat(event.client().clientId()).isEqualTo(id));
  }

  @Test
  void theLongestClientIdentifierIsTaken() throws IOException {
    String longest = "x".repeat(65_535);
    connected(connect5(longest)).close();
    connected(connect4(longest, true, 0)).close();
    assertThat(server.await(ClientConnected.class, 2))
        .allSatisfy(event -> assertThat(event.client().clientId()).isEqualTo(longest));
  }

  @Test
  @Mqtt5({"3.1.3-8", "3.1.4-2", "3.1.4-6", "3.2.2-6", "3.2.2-7", "4.13.2-1"})
  @Mqtt3({"3.1.3-8", "3.1.3-9", "3.1.4-5", "3.2.2-4", "3.2.2-5"})
  void nothingIsReadAfterARefusal() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(join(connect5("c", true, 0, "21 0000"), publish5(0, 0, "t", "", "x")));
      assertThat(Wire.hex(client.read())).matches("20..0082.*"); // Receive Maximum 0
      client.expectEnd();
    }
    try (RawMqttClient client = unconnected()) {
      client.send(join(connect4("", false, 0), Wire.publish4(0, 0, "t", "x")));
      client.expect("2002 00 02").expectEnd();
    }
    MqttLimits shortIds = MqttLimits.defaults().change().clientIdBytesMax(23).build();
    try (TestBroker small = new TestBroker(shortIds)) {
      small.start();
      try (RawMqttClient five = new RawMqttClient(small.address());
          RawMqttClient four = new RawMqttClient(small.address())) {
        five.send(join(connect5("x".repeat(24)), publish5(0, 0, "t", "", "x")));
        assertThat(Wire.hex(five.read())).matches("20..0085.*");
        five.expectEnd();
        four.send(connect4("x".repeat(24), true, 0)).expect("2002 00 02").expectEnd();
      }
      assertThat(small.topics()).isEmpty();
    } catch (ListenException e) {
      throw new AssertionError(e);
    }
    assertThat(server.topics()).isEmpty();
  }

  @Test
  @Mqtt5({"3.1.2-9", "3.1.2-17", "3.1.2-19", "3.1.3-1", "3.1.3-11", "3.1.3-12"})
  @Mqtt3({"3.1.2-9", "3.1.2-19", "3.1.2-21", "3.1.3-1", "3.1.3-10", "3.1.3-11"})
  void allFieldsAreReadInTheirOrder() throws IOException {
    byte[] five =
        packet(
            0x10,
            text("MQTT"),
            hex("05 c6 0000 00"), // user name, password, will, clean start
            text("five"),
            hex("00"),
            text("will/5"),
            text("gone"),
            text("pear"),
            text("secret"));
    byte[] four =
        packet(
            0x10,
            text("MQTT"),
            hex("04 c6 0000"),
            text("four"),
            text("will/4"),
            text("gone"),
            text("plum"),
            text("secret"));
    connected(five).close();
    connected(four).close();
    assertThat(server.await(ClientConnected.class, 2))
        .extracting(event -> event.client().clientId() + " " + event.client().username())
        .containsExactly("five pear", "four plum");
    TestBroker.await(() -> server.topics().size() == 2, () -> "wills are " + server.topics());
    assertThat(server.topics()).containsExactlyInAnyOrder("will/5", "will/4");
  }

  @Test // MQTT 5, 3.1.2.9: unlike MQTT 3
  void aPasswordNeedsNoUserNameInMqtt5() throws IOException {
    byte[] connect = packet(0x10, text("MQTT"), hex("05 42 0000 00"), text("c"), text("secret"));
    connected(connect).close();
    assertThat(server.await(ClientConnected.class, 1).getFirst().client().username()).isNull();
  }

  @Test
  @Mqtt5({"3.14.0-1", "3.1.4-1"})
  void thereIsNoDisconnectBeforeConnack() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(packet(0x10, text("MQTT"), hex("05 03 0000 00"), text("c")));
      assertThat(Wire.hex(client.read())).matches("20..0081.*"); // reserved flag
      client.expectEnd();
    }
    try (RawMqttClient client = unconnected()) {
      client.send(hex("c000")).expectEnd();
    }
  }
}
