package dev.tributary.acceptance;

import static dev.tributary.testkit.mqtt.Wire.answer;
import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static org.assertj.core.api.Assertions.assertThat;

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
 * What a client of MQTT 3.1.1 may count on, as public interoperability suites probe it: raw packets
 * against the configuration that is shipped.
 */
class InteroperabilityThreeIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static ShippedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ShippedServer.start(bench);
  }

  @Test
  void aClientWithoutNameNeedsACleanSessionInMqtt3() throws IOException {
    server.client(connect4("", true, 0)).expectNothing().close();
    try (RawMqttClient refused = server.unconnected()) {
      refused.send(connect4("", false, 0)).expect("20020002").expectEnd();
    }
  }

  @Test
  void usernameAndPasswordAreAccepted() throws IOException {
    byte[] connect =
        Wire.packet(
            0x10,
            Wire.text("MQTT"),
            Wire.bytes(4, 0xC2),
            Wire.two(60),
            Wire.text("named"),
            Wire.text("user"),
            Wire.text("secret"));
    server.client(connect).expectNothing().close();
  }

  @Test
  void messagesWaitForWhoIsAway() throws IOException {
    try (RawMqttClient first = server.client(connect4("away", false, 0))) {
      first.send(subscribe4(1, "wait/+", 2)).packet(RawPacket.SUBACK);
      first.send(Wire.bytes(0xE0, 0)).expectEnd();
    }
    try (RawMqttClient publisher = server.client(connect4("waker", true, 0))) {
      publisher.send(publish4(0, 0, "wait/0", "qos 0"));
      publisher.send(publish4(1, 1, "wait/1", "qos 1")).expect("40020001");
      publisher.send(publish4(2, 2, "wait/2", "qos 2")).expect("50020002");
      publisher.send(answer(0x62, 2)).expect("70020002");
    }
    try (RawMqttClient again = server.unconnected()) {
      again.send(connect4("away", false, 0)).expect("20020100");
      List<String> got = new ArrayList<>();
      while (got.size() < 2 || !got.contains("qos 2")) {
        got.add(ShippedServer.text(again.packet(RawPacket.PUBLISH), false));
      }
      assertThat(got).endsWith("qos 1", "qos 2");
    }
    server.client(connect4("away", true, 0)).close();
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainAfterAReconnect() throws IOException {
    int id1;
    int id2;
    try (RawMqttClient first = server.client(connect4("redelivery", false, 0))) {
      first.send(subscribe4(1, "redo/+", 2)).packet(RawPacket.SUBACK);
      first.send(publish4(1, 9, "redo/1", "one"), publish4(2, 10, "redo/2", "two"));
      List<RawPacket> publishes = new ArrayList<>();
      while (publishes.size() < 2) {
        RawPacket packet = first.packet();
        if (packet.type() == RawPacket.PUBLISH) {
          publishes.add(packet);
          assertThat(packet.dup()).isFalse();
        } else if (packet.type() == RawPacket.PUBREC) {
          first.send(answer(0x62, 10));
        }
      }
      id1 = publishes.get(0).packetId();
      id2 = publishes.get(1).packetId();
    }
    try (RawMqttClient again = server.unconnected()) {
      again.send(connect4("redelivery", false, 0)).expect("20020100");
      RawPacket one = again.packet(RawPacket.PUBLISH);
      RawPacket two = again.packet(RawPacket.PUBLISH);
      assertThat(List.of(one.packetId(), two.packetId())).containsExactly(id1, id2);
      assertThat(one.dup() && two.dup()).as("DUP").isTrue();
      again.send(answer(0x40, id1), answer(0x50, id2));
      assertThat(again.packet(RawPacket.PUBREL).packetId()).isEqualTo(id2);
      again.send(answer(0x70, id2)).expectNothing();
    }
    server.client(connect4("redelivery", true, 0)).close();
  }

  @Test
  void overlappingSubscriptionsOfMqtt3GiveTheHighestQosOrOneCopyEach() throws IOException {
    try (RawMqttClient client = server.client(connect4("overlap", true, 0))) {
      client.send(subscribe4(1, "over/#", 2)).packet(RawPacket.SUBACK);
      client.send(subscribe4(2, "over/+", 1)).packet(RawPacket.SUBACK);
      client.send(publish4(2, 3, "over/a", "p"));
      List<Integer> qos = new ArrayList<>();
      for (RawPacket p = client.packet(); p.type() != RawPacket.PINGRESP; p = client.packet()) {
        if (p.type() == RawPacket.PUBLISH) {
          qos.add(p.qos());
        } else if (p.type() == RawPacket.PUBREC) {
          client.send(answer(0x62, 3));
        } else if (p.type() == RawPacket.PUBCOMP) {
          client.send(Wire.bytes(0xC0, 0));
        }
      }
      assertThat(qos).isIn(List.of(2), List.of(1, 2), List.of(2, 1));
    }
  }
}
