package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static dev.tributary.testkit.mqtt.Wire.unheard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.MqttProperties;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The acknowledgements of QoS 1 and 2, both ways, and what a reconnect makes of them. */
class FlowIT extends WithBroker {

  private static final String STAY = "11 0000003c";

  @Test
  @Mqtt5({
    "2.2.1-5",
    "3.3.4-1",
    "4.3.2-4",
    "4.3.2-5",
    "4.3.3-8",
    "4.3.3-10",
    "4.3.3-11",
    "4.3.3-12",
    "3.5.2-1",
    "3.6.2-1",
    "3.7.2-1"
  })
  void whatComesInIsAnsweredWithItsIdentifier() throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(publish5(1, 7, "t", "", "1")).expect("4004 0007 10 00");
      client
          .send(publish(0x3a, 7, "t", "", "2"))
          .expect("4004 0007 10 00"); // DUP, and new all the same
      client.send(publish5(2, 7, "t", "", "3")).expect("5004 0007 10 00");
      client.send(publish(0x3c, 7, "t", "", "3")).expect("5004 0007 10 00"); // the same again
      client.send(hex("6202 0007")).expect("7002 0007");
      client.send(hex("6202 0007")).expect("7004 0007 92 00"); // unknown by now
      client.send(publish(0x3c, 7, "t", "", "4")).expect("5004 0007 10 00"); // new
      client.send(hex("6203 0007 00")).expect("7002 0007");
    }
    assertThat(server.topics()).hasSize(4);
  }

  @Test
  @Mqtt3({"2.3.1-6", "3.3.4-1", "4.3.2-2", "4.3.3-2"})
  void whatComesInIsAnsweredInMqtt3() throws IOException {
    try (RawMqttClient client = four("c")) {
      client.send(publish4(1, 7, "t", "1")).expect("4002 0007");
      client.send(publish(0x3a, 7, "t", null, "2")).expect("4002 0007");
      client.send(publish4(2, 7, "t", "3")).expect("5002 0007");
      client.send(publish(0x3c, 7, "t", null, "3")).expect("5002 0007");
      client.send(hex("6202 0007")).expect("7002 0007");
      client.send(hex("6202 0007")).expect("7002 0007");
    }
    assertThat(server.topics()).hasSize(3);
  }

  @Test // MQTT 3.1, 2.1: what is sent again may be marked so
  void mqtt31MarksMoreThanPublishesAsSentAgain() throws IOException {
    byte[] connect = packet(0x10, text("MQIsdp"), hex("03 02 0000"), text("old"));
    try (RawMqttClient client = connected(connect)) {
      client.send(packet(0x8A, two(1), text("t"), hex("02"))).expect("9003 0001 02");
      client.send(publish4(2, 2, "u", "x")).expect("5002 0002");
      client.send(hex("6A02 0002 6A02 0002")).expect("7002 0002").expect("7002 0002");
      client.send(publish(0x3a, 3, "u", null, "x")).expect("4002 0003");
      client.send(packet(0xAA, two(4), text("t"))).expect("b002 0004");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 50020001, packets.pubrec.inuse",
    "1, 70020001, packets.pubcomp.inuse",
    "2, 40020001, packets.puback.inuse",
    "2, 70020001, packets.pubcomp.inuse"
  })
  @Mqtt5("4.13.1-1")
  @Mqtt3("4.8.0-1")
  void anAnswerOfAnotherQosClosesTheConnection(int qos, String answer, String counter)
      throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(subscribe5(1, "", "t", 2)).read();
      server.broker().publish(server.own("t", qos));
      client.expect(publish5(qos, 1, "t", "", "x"));
      client.send(hex(answer)).expectDisconnect(0x82);
    }
    try (RawMqttClient client = four("c")) {
      client.send(subscribe4(1, "t", 2)).read();
      server.broker().publish(server.own("t", qos));
      client.expect(publish4(qos, 1, "t", "x"));
      client.send(hex(answer)).expectEnd();
    }
    assertGone(2, "protocol_error");
    assertThat(server.metric(counter)).isEqualTo(2);
  }

  @Test
  void pubackAfterPubrelClosesTheConnection() throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(subscribe5(1, "", "t", 2)).read();
      server.broker().publish(server.own("t", 2));
      client.expect(publish5(2, 1, "t", "", "x"));
      client.send(hex("5002 0001")).expect("6202 0001");
      client.send(hex("5002 0001")).expect("6202 0001"); // sent again, as after a reconnect
      client.send(hex("4002 0001")).expectDisconnect(0x82);
    }
  }

  @Test
  @Mqtt5({
    "2.2.1-2", "2.2.1-4", "3.3.1-2", "3.3.1-3", "4.3.1-1", "4.3.2-1", "4.3.2-2", "4.3.3-1",
    "4.3.3-2", "4.3.3-4", "2.2.2-1", "3.8.4-8"
  })
  void whatGoesOutHasItsOwnIdentifierAndNoDup() throws IOException {
    try (RawMqttClient subscriber = five("s");
        RawMqttClient publisher = five("p")) {
      subscriber.send(subscribe5(1, "", "t", 2)).read();
      publisher.send(publish5(0, 0, "t", "", "0"));
      subscriber.expect(publish5(0, 0, "t", "", "0"));
      publisher.send(publish(0x3a, 9, "t", "", "1")); // DUP
      subscriber.expect(publish5(1, 1, "t", "", "1"));
      publisher.send(publish(0x3c, 9, "t", "", "2")); // DUP
      subscriber.expect(publish5(2, 2, "t", "", "2"));
      subscriber.send(hex("5002 0002")).expect("6202 0002");
      publisher.send(publish5(1, 10, "t", "", "3"));
      subscriber.expect(publish5(1, 3, "t", "", "3")); // 1 and 2 are in use
    }
  }

  @Test
  @Mqtt3({"2.3.1-4", "2.3.1-5", "3.3.1-2", "3.3.1-3", "4.3.1-1", "4.3.2-1", "4.3.3-1", "3.8.4-6"})
  void whatGoesOutInMqtt3() throws IOException {
    byte[] connect = connect4("s", false, 0);
    try (RawMqttClient publisher = four("p")) {
      try (RawMqttClient subscriber = connected(connect)) {
        subscriber.send(subscribe4(1, "t", 2)).read();
        publisher.send(publish4(0, 0, "t", "0"));
        subscriber.expect(publish4(0, 0, "t", "0"));
        publisher.send(publish(0x3a, 9, "t", null, "1"));
        subscriber.expect(publish4(1, 1, "t", "1"));
        publisher.send(publish(0x3c, 9, "t", null, "2"));
        subscriber.expect(publish4(2, 2, "t", "2"));
        publisher.send(publish4(2, 10, "t", "3"));
        subscriber.expect(publish4(2, 3, "t", "3"));
        subscriber.send(hex("5002 0003")).expect("6202 0003");
      }
      server.await("connections.count", 1);
      try (RawMqttClient subscriber = connected(connect)) {
        subscriber.expect(publish(0x3a, 1, "t", null, "1"));
        subscriber.expect(publish(0x3c, 2, "t", null, "2"));
        subscriber.expect("6202 0003"); // no PUBLISH after PUBREL
        subscriber.send(hex("4002 0001 5002 0002")).expect("6202 0002");
        subscriber.send(hex("7002 0002 7002 0003")).expectNothing();
      }
    }
  }

  @Test
  @Mqtt5({
    "3.1.2-5", "3.3.1-1", "4.1.0-1", "4.3.2-3", "4.3.3-3", "4.3.3-5", "4.3.3-6", "4.4.0-1",
    "4.6.0-1", "4.5.0-1"
  })
  void whatIsUnacknowledgedIsSentAgainInItsOrderAfterAReconnectOnly() throws IOException {
    try (RawMqttClient publisher = five("p")) {
      try (RawMqttClient client = staying("s", 0)) {
        client.send(subscribe5(1, "", "t", 2)).read();
        for (int id = 1; id <= 4; id++) {
          publisher.send(publish5(id % 2 + 1, id, "t", "", "m" + id)).read();
          client.expect(publish5(id % 2 + 1, id, "t", "", "m" + id));
        }
        client.send(hex("5002 0001")).expect("6202 0001");
        server.advanceSeconds(40);
        client.expectNothing(); // however long it takes
      }
      server.await("connections.count", 1);
      publisher.send(publish5(1, 5, "t", "", "m5")).read(); // while it is away
      try (RawMqttClient client = staying("s", 0)) {
        client.expect("6202 0001");
        client.expect(publish(0x3a, 2, "t", "", "m2"));
        client.expect(publish(0x3c, 3, "t", "", "m3"));
        client.expect(publish(0x3a, 4, "t", "", "m4"));
        client.expect(publish5(1, 5, "t", "", "m5")).expectNothing();
      }
    }
  }

  @Test
  @Mqtt3({"3.1.2-5", "3.3.1-1", "4.1.0-1", "4.1.0-2", "4.4.0-1", "4.5.0-1", "4.6.0-1"})
  void whatIsUnacknowledgedIsSentAgainInMqtt3() throws IOException {
    byte[] connect = connect4("s", false, 0);
    try (RawMqttClient publisher = four("p")) {
      try (RawMqttClient client = connected(connect)) {
        client.send(subscribe4(1, "t", 1)).read();
        publisher.send(publish4(1, 1, "t", "m1")).read();
        publisher.send(publish4(1, 2, "t", "m2")).read();
        client.expect(publish4(1, 1, "t", "m1")).expect(publish4(1, 2, "t", "m2"));
      }
      server.await("connections.count", 1);
      publisher.send(publish4(1, 3, "t", "m3")).read();
      try (RawMqttClient client = connected(connect)) {
        client.expect(publish(0x3a, 1, "t", null, "m1"));
        client.expect(publish(0x3a, 2, "t", null, "m2"));
        client.expect(publish4(1, 3, "t", "m3")).expectNothing();
      }
    }
  }

  @Test
  @Mqtt5({"4.4.0-2", "4.3.3-4"})
  void whatWasRefusedIsNotSentAgain() throws IOException {
    try (RawMqttClient publisher = five("p")) {
      try (RawMqttClient client = staying("s", 0)) {
        client.send(subscribe5(1, "", "t", 2)).read();
        publisher.send(publish5(1, 1, "t", "", "m1")).read();
        publisher.send(publish5(2, 2, "t", "", "m2")).read();
        client.expect(publish5(1, 1, "t", "", "m1")).expect(publish5(2, 2, "t", "", "m2"));
        client.send(hex("4003 0001 97 5003 0002 80")).expectNothing();
      }
      server.await("connections.count", 1);
      try (RawMqttClient client = staying("s", 0)) {
        client.expectNothing();
      }
    }
  }

  @Test
  @Mqtt5({"4.3.3-7", "4.3.3-13", "3.3.2-5", "3.3.2-6"})
  void expiryDoesNotTouchWhatWasSent() throws IOException {
    try (RawMqttClient publisher = five("p")) {
      try (RawMqttClient client = staying("s", 0)) {
        client.send(subscribe5(1, "", "t", 2)).read();
        publisher.send(publish5(2, 1, "t", "02 0000000a", "x")).read();
        client.expect(publish5(2, 1, "t", "02 0000000a", "x"));
      }
      server.await("connections.count", 1);
      server.advanceSeconds(20);
      try (RawMqttClient client = staying("s", 0)) {
        byte[] again = client.read();
        assertThat(again[0]).isEqualTo((byte) 0x3c);
        client.send(hex("5002 0001")).expect("6202 0001").send(hex("7002 0001")).expectNothing();
      }
      publisher.send(hex("6202 0001")).expect("7002 0001");
    }
  }

  @Test
  @Mqtt5({"3.3.4-9", "3.3.4-10", "4.9.0-1", "4.9.0-2", "4.9.0-3"})
  void withoutQuotaAllElseGoesOn() throws IOException {
    try (RawMqttClient client = connected(connect5("s", true, 0, "21 0001"));
        RawMqttClient publisher = five("p")) {
      client.send(subscribe5(1, "", "t/#", 1)).read();
      publisher.send(publish5(1, 1, "t/1", "", "m1")).read();
      publisher.send(publish5(1, 2, "t/2", "", "m2")).read();
      client.expect(publish5(1, 1, "t/1", "", "m1")).expectNothing();
      client.send(subscribe5(2, "", "u", 0)).expect("9004 0002 00 00");
      client.send(publish5(2, 9, "v", "", "x")).expect("5004 0009 10 00");
      client.send(hex("6202 0009")).expect("7002 0009");
      publisher.send(publish5(0, 0, "t/0", "", "m0"));
      client.expect(publish5(0, 0, "t/0", "", "m0")); // QoS 0 needs no quota
      client.send(hex("4002 0001")).expect(publish5(1, 2, "t/2", "", "m2"));
    }
  }

  @Test
  @Mqtt5({"3.3.4-7", "3.2.2-15"})
  void aClientThatSendsMoreThanItMayIsClosed() throws IOException {
    try (RawMqttClient client = five("c")) {
      for (int id = 1; id <= 32; id++) {
        client.send(publish5(2, id, "t", "", "x")).expect(unheard(0x50, id));
      }
      client.send(publish5(1, 33, "t", "", "x")).expectDisconnect(0x93);
    }
    try (RawMqttClient client = five("c")) {
      client.send(hex("30 81808001 0001 61")).expectDisconnect(0x95);
    }
  }

  @Test
  @Mqtt5({"4.6.0-5", "4.6.0-6"})
  @Mqtt3({"4.6.0-5", "4.6.0-6"})
  void messagesComeInTheirOrder() throws IOException {
    try (RawMqttClient subscriber = connected(connect5("s", true, 0, ""));
        RawMqttClient publisher = four("p")) {
      subscriber.send(subscribe5(1, "", "t/+", 1)).read();
      for (int id = 1; id <= 200; id++) {
        publisher.send(publish4(1, id, "t/" + id % 3, "m" + id)).expect(packet(0x40, two(id)));
        subscriber.expect(publish5(1, id, "t/" + id % 3, "", "m" + id));
        subscriber.send(packet(0x40, two(id)));
      }
    }
  }

  @Test
  @Mqtt5({"3.3.4-2", "3.3.4-3", "3.3.4-4", "3.3.4-5"})
  @Mqtt3("3.3.5-1")
  void overlappingSubscriptionsGetTheirCopies() throws IOException {
    try (RawMqttClient five = five("5");
        RawMqttClient four = four("4");
        RawMqttClient publisher = five("p")) {
      five.send(subscribe5(1, "0b 01", "a/#", 1)).read();
      five.send(subscribe5(2, "0b 80 01", "a/+", 2)).read();
      five.send(subscribe5(3, "", "+/b", 0)).read();
      five.send(subscribe5(4, "", "a/b", 1)).read();
      five.send(subscribe5(5, "0b 01", "#", 0)).read();
      four.send(packet(0x82, two(1), text("a/#"), hex("02"), text("a/b"), hex("00"))).read();
      publisher.send(publish5(2, 1, "a/b", "", "x")).read();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        RawPacket copy = five.packet(RawPacket.PUBLISH);
        List<Long> identifiers = copy.properties().numbers(MqttProperties.SUBSCRIPTION_IDENTIFIER);
        all.add(copy.qos() + " " + identifiers.stream().sorted().toList());
      }
      // With identifiers one copy with all of them and the highest QoS, without as many as match.
      assertThat(all).containsExactlyInAnyOrder("2 [1, 1, 128]", "0 []", "1 []");
      String both = Wire.hex(four.read()) + Wire.hex(four.read());
      assertThat(both).contains("34080003612f62").contains("30060003612f62");
      four.expectNothing();
      five.expectNothing();
    }
  }

  @Test
  @Mqtt5({"3.3.4-3", "3.8.3-3"})
  void whatDiffersInNoLocalComesInItsOwnCopy() throws IOException {
    try (RawMqttClient client = five("c");
        RawMqttClient publisher = five("p")) {
      client.send(subscribe5(1, "0b 01", "a", 0x04)).read();
      client.send(subscribe5(2, "0b 02", "+", 0x00)).read();
      client.send(publish5(0, 0, "a", "", "x")).expect(publish5(0, 0, "a", "0b 02", "x"));
      client.expectNothing();
      publisher.send(publish5(0, 0, "a", "", "y"));
      assertThat(List.of(Wire.hex(client.read()), Wire.hex(client.read())))
          .containsExactlyInAnyOrder(
              Wire.hex(publish5(0, 0, "a", "0b 01", "y")),
              Wire.hex(publish5(0, 0, "a", "0b 02", "y")));
    }
  }

  @Test
  @Mqtt3("3.3.5-2")
  void onlyTheServerPublishesToItsTopics() throws IOException {
    try (RawMqttClient watcher = five("w");
        RawMqttClient four = four("4");
        RawMqttClient five = connected(connect5("5", true, 0, STAY + "17 00"))) {
      watcher.send(subscribe5(1, "", "$SYS/#", 1)).read();
      four.send(publish4(0, 0, "$SYS/x", "0"));
      four.send(publish4(1, 1, "$SYS/x", "1")).expect("4002 0001"); // MQTT 3 cannot say no
      four.send(publish4(2, 2, "$SYS/x", "2")).expect("5002 0002");
      four.send(hex("6202 0002")).expect("7002 0002");
      five.send(publish5(0, 0, "$SYS/x", "23 0001", "0"));
      five.send(publish5(1, 1, "", "23 0001", "1")).expect("4004 0001 87 00");
      five.send(publish5(2, 2, "$SYS/x", "", "2")).expect("5004 0002 87 00");
      five.send(publish5(2, 2, "$other/x", "", "2")).expect("5004 0002 10 00"); // any other may be
      watcher.expectNothing();
    }
    assertThat(server.topics()).containsExactly("$other/x");
    assertThat(server.metric("messages.dropped.refused")).isEqualTo(6);
  }
}
