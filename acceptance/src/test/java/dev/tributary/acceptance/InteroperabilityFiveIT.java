package dev.tributary.acceptance;

import static dev.tributary.testkit.mqtt.Wire.answer;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.MqttProperties;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a client of MQTT 5 may count on, as public interoperability suites probe it: raw packets
 * against the configuration that is shipped. Subscriptions are in {@link
 * InteroperabilitySubscriptionsIT}.
 */
class InteroperabilityFiveIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static ShippedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ShippedServer.start(bench);
  }

  @Test
  void theServerTellsItsBounds() throws IOException {
    try (RawMqttClient client = server.unconnected()) {
      MqttProperties told = client.send(connect5("bounds")).packet(RawPacket.CONNACK).properties();
      assertThat(told.number(MqttProperties.RECEIVE_MAXIMUM)).isPresent();
      assertThat(told.number(MqttProperties.TOPIC_ALIAS_MAXIMUM)).isPresent();
      assertThat(told.number(MqttProperties.MAXIMUM_PACKET_SIZE)).isPresent();
    }
  }

  @Test
  void tooManyOpenPublishesEndTheConnection() throws IOException {
    try (RawMqttClient client = server.unconnected()) {
      MqttProperties told = client.send(connect5("greedy")).packet(RawPacket.CONNACK).properties();
      long most = told.number(MqttProperties.RECEIVE_MAXIMUM).orElseThrow();
      for (int id = 1; id <= most + 1; id++) {
        client.send(publish5(2, id, "greedy", "", "p"));
      }
      RawPacket last = client.packet();
      while (last.type() == RawPacket.PUBREC) {
        last = client.packet();
      }
      assertThat(last.type()).isEqualTo(RawPacket.DISCONNECT);
      assertThat(last.code()).isEqualTo(0x93);
      client.expectEnd();
    }
  }

  @Test
  void theServerKeepsToTheReceiveMaximumOfAClient() throws IOException {
    try (RawMqttClient client = server.client(connect5("window", true, 0, "21 0002"))) {
      ShippedServer.subscribe(client, "window", 2);
      for (int id = 1; id <= 4; id++) {
        client.send(publish5(1, id, "window", "", "message " + id));
      }
      List<RawPacket> publishes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        RawPacket packet = client.packet();
        if (packet.type() == RawPacket.PUBLISH) {
          publishes.add(packet);
        }
      }
      assertThat(publishes).hasSize(2);
      client.expectNothing();
      client.send(answer(0x40, publishes.getFirst().packetId()));
      assertThat(ShippedServer.text(client.packet(RawPacket.PUBLISH), true)).isEqualTo("message 3");
      client.expectNothing();
    }
  }

  @Test
  void aPacketThatIsTooLargeEndsTheConnection() throws IOException {
    try (RawMqttClient client = server.unconnected()) {
      MqttProperties told = client.send(connect5("large")).packet(RawPacket.CONNACK).properties();
      int most = (int) told.number(MqttProperties.MAXIMUM_PACKET_SIZE).orElseThrow();
      client.send(Wire.join(Wire.bytes(0x30), Wire.varint(most)));
      client.expectDisconnect(0x95);
    }
  }

  @Test
  void thePayloadFormatAndEveryPropertyPassThrough() throws IOException {
    MqttProperties sent =
        new MqttProperties()
            .with(MqttProperties.PAYLOAD_FORMAT, 1)
            .with(MqttProperties.CONTENT_TYPE, "text/plain")
            .with(MqttProperties.RESPONSE_TOPIC, "answers")
            .with(MqttProperties.CORRELATION_DATA, "334")
            .user("a", "1")
            .user("a", "2");
    try (RawMqttClient client = server.client(connect5("props"))) {
      ShippedServer.subscribe(client, "props", 0);
      client.send(publish5(0x30, 0, "props", sent.encoded(), "p"));
      MqttProperties got = client.packet(RawPacket.PUBLISH).properties();
      assertThat(got.number(MqttProperties.PAYLOAD_FORMAT)).hasValue(1);
      assertThat(got.text(MqttProperties.CONTENT_TYPE)).isEqualTo("text/plain");
      assertThat(got.text(MqttProperties.RESPONSE_TOPIC)).isEqualTo("answers");
      assertThat(got.text(MqttProperties.CORRELATION_DATA)).isEqualTo("334");
      assertThat(got.user()).isEqualTo(sent.user());
    }
  }

  @Test
  void aliasesWorkBothWays() throws IOException {
    try (RawMqttClient client = server.client(connect5("alias", true, 0, "22 0001"))) {
      ShippedServer.subscribe(client, "alias/#", 0);
      client.send(publish5(0, 0, "alias/a", "23 0001", "first"));
      client.send(publish5(0, 0, "", "23 0001", "second"));
      client.send(publish5(0, 0, "alias/b", "23 0001", "third"));
      client.send(publish5(0, 0, "", "23 0001", "fourth"));
      List<String> got = new ArrayList<>();
      String known = "";
      for (int i = 0; i < 4; i++) {
        RawPacket packet = client.packet(RawPacket.PUBLISH);
        boolean aliased = packet.properties().has(MqttProperties.TOPIC_ALIAS);
        String topic = packet.topic().isEmpty() ? known : packet.topic();
        known = aliased ? topic : known;
        got.add(topic + " " + ShippedServer.text(packet, true));
      }
      assertThat(got)
          .containsExactly("alias/a first", "alias/a second", "alias/b third", "alias/b fourth");
    }
  }

  @Test
  void aWillWaitsForItsDelayAndIsDroppedIfTheClientReturns() throws IOException {
    try (RawMqttClient witness = server.client(connect5("will-witness"))) {
      ShippedServer.subscribe(witness, "will-delay", 0);
      server.client(withDelayedWill(5, "nobody shall hear this")).close();
      try (RawMqttClient back = server.client(connect5("will-delay", false, 0, "11 0000003c"))) {
        back.send(publish5(0, 0, "will-delay", "", "back")).expectNothing();
      }
      assertThat(ShippedServer.text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("back");
      // Comes later than the other would.
      server.client(withDelayedWill(6, "gone")).close();
      assertThat(ShippedServer.text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("gone");
    }
  }

  private static byte[] withDelayedWill(int seconds, String payload) {
    MqttProperties delay = new MqttProperties().with(MqttProperties.WILL_DELAY, seconds);
    return Wire.packet(
        0x10,
        Wire.text("MQTT"),
        Wire.bytes(5, 0x06),
        Wire.two(0),
        Wire.properties("11 0000003c"),
        Wire.text("will-delay"),
        Wire.properties(delay.encoded()),
        Wire.text("will-delay"),
        Wire.text(payload));
  }

  @Test
  void aDisconnectMayKeepTheWillAndChangeTheExpiry() throws IOException {
    try (RawMqttClient witness = server.client(connect5("parting-witness"));
        RawMqttClient parting =
            server.client(Wire.connect5Will("parting", "", "parting", "kept"))) {
      ShippedServer.subscribe(witness, "parting", 0);
      parting.send(Wire.bytes(0xE0, 1, 0x04)).expectEnd();
      assertThat(ShippedServer.text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("kept");
    }
    try (RawMqttClient longer = server.client(connect5("expiry", true, 0, "11 0000003c"))) {
      longer.send(Wire.hex("e007 00 05 11 00000000")).expectEnd();
    }
    try (RawMqttClient again = server.unconnected()) {
      RawPacket connack = again.send(connect5("expiry", false, 0, "")).packet(RawPacket.CONNACK);
      assertThat(connack.sessionPresent()).isFalse();
    }
  }

  @Test
  void requestProblemInformationZeroKeepsReasonsAway() throws IOException {
    try (RawMqttClient client = server.client(connect5("problem", true, 0, "17 00"))) {
      client.send(publish5(1, 1, "nobody/subscribes", "", "p"));
      RawPacket puback = client.packet(RawPacket.PUBACK);
      assertThat(puback.properties().has(MqttProperties.REASON_STRING)).isFalse();
      client.send(subscribe5(1, "", "a" + "/a".repeat(200), 0));
      RawPacket suback = client.packet(RawPacket.SUBACK);
      assertThat(suback.properties().has(MqttProperties.REASON_STRING)).isFalse();
    }
  }
}
