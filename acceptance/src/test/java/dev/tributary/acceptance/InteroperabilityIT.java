package dev.tributary.acceptance;

import static dev.tributary.testkit.mqtt.Wire.answer;
import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.MqttProperties;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The subjects that public interoperability suites probe, by raw packets against the configuration
 * that is shipped (only ports differ): limits of names and payloads, and what a client of each
 * version may count on.
 */
class InteroperabilityIT {
  private static final int LONGEST = 65_535;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;

  private final AtomicInteger topics = new AtomicInteger();

  @BeforeAll
  static void start() throws IOException {
    tributary = bench.tributary(Files.readString(Distribution.configuration()));
  }

  private static RawMqttClient client(byte[] connect) throws IOException {
    return RawMqttClient.connected(tributary.mqtt(), connect);
  }

  private static RawMqttClient unconnected() throws IOException {
    return new RawMqttClient(tributary.mqtt());
  }

  private static String text(RawPacket publish, boolean five) {
    return new String(publish.payload(five), StandardCharsets.UTF_8);
  }

  private static void subscribe(RawMqttClient client, String filter, int options)
      throws IOException {
    client.send(subscribe5(1, "", filter, options));
    assertThat(client.packet(RawPacket.SUBACK).codes(true)).containsExactly(options & 3);
  }

  // Names and sizes.

  @ParameterizedTest
  @ValueSource(ints = {1, 128, 1_024, 32_768, LONGEST})
  void topicsMayBeAsLongAsAStringOfMqtt(int length) throws IOException {
    String topic = "x".repeat(length);
    try (RawMqttClient client = client(connect4("long-topic", true, 0))) {
      client.send(subscribe4(1, topic, 1)).expect("9003 0001 01");
      client.send(publish4(1, 7, topic, "p")).expect("40020007");
      assertThat(client.packet(RawPacket.PUBLISH).topic()).isEqualTo(topic);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_024, 65_536, 262_144, 1_000_000})
  void payloadsMayBeUpToTheLimit(int length) throws IOException {
    String payload = "p".repeat(length);
    try (RawMqttClient client = client(connect5("large-payload"))) {
      subscribe(client, "size", 0);
      client.send(publish5(0, 0, "size", "", payload));
      assertThat(text(client.packet(RawPacket.PUBLISH), true)).isEqualTo(payload);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 24, 1_024, LONGEST})
  void clientIdentifiersMayBeAsLongAsAStringOfMqtt(int length) throws IOException {
    client(connect4("i".repeat(length), true, 0)).expectNothing().close();
    client(connect5("i".repeat(length))).expectNothing().close();
  }

  @Test
  void clientIdentifiersMayHaveEveryPrintableCharacter() throws IOException {
    for (char c = 0x20; c < 0x7F; c++) {
      client(connect4("id" + c, true, 0)).expectNothing().close();
      client(connect5("id" + c)).expectNothing().close();
    }
    client(connect5("gerät-温度-😀")).expectNothing().close();
  }

  @Test
  void manyWildcardsWork() throws IOException {
    Map<String, String> filters =
        Map.of("wild/+/c", "wild/b/c", "wild/#", "wild", "+/+/deep", "a/b/deep", "+/x/#", "/x/y/z");
    for (Map.Entry<String, String> entry : filters.entrySet()) {
      try (RawMqttClient client = client(connect5("wild"))) {
        subscribe(client, entry.getKey(), 0);
        client.send(publish5(0, 0, entry.getValue(), "", "p"));
        assertThat(client.packet(RawPacket.PUBLISH).topic()).isEqualTo(entry.getValue());
      }
    }
  }

  // MQTT 3.1.1.

  @Test
  void aClientWithoutNameNeedsACleanSessionInMqtt3() throws IOException {
    client(connect4("", true, 0)).expectNothing().close();
    try (RawMqttClient refused = unconnected()) {
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
    client(connect).expectNothing().close();
  }

  @Test
  void messagesWaitForWhoIsAway() throws IOException {
    try (RawMqttClient first = client(connect4("away", false, 0))) {
      first.send(subscribe4(1, "wait/+", 2)).packet(RawPacket.SUBACK);
      first.send(Wire.bytes(0xE0, 0)).expectEnd();
    }
    try (RawMqttClient publisher = client(connect4("waker", true, 0))) {
      publisher.send(publish4(0, 0, "wait/0", "qos 0"));
      publisher.send(publish4(1, 1, "wait/1", "qos 1")).expect("40020001");
      publisher.send(publish4(2, 2, "wait/2", "qos 2")).expect("50020002");
      publisher.send(answer(0x62, 2)).expect("70020002");
    }
    try (RawMqttClient again = unconnected()) {
      again.send(connect4("away", false, 0)).expect("20020100");
      List<String> got = new ArrayList<>();
      while (got.size() < 2 || !got.contains("qos 2")) {
        got.add(text(again.packet(RawPacket.PUBLISH), false));
      }
      assertThat(got).endsWith("qos 1", "qos 2");
    }
    client(connect4("away", true, 0)).close();
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainAfterAReconnect() throws IOException {
    int id1;
    int id2;
    try (RawMqttClient first = client(connect4("redelivery", false, 0))) {
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
    try (RawMqttClient again = unconnected()) {
      again.send(connect4("redelivery", false, 0)).expect("20020100");
      RawPacket one = again.packet(RawPacket.PUBLISH);
      RawPacket two = again.packet(RawPacket.PUBLISH);
      assertThat(List.of(one.packetId(), two.packetId())).containsExactly(id1, id2);
      assertThat(one.dup() && two.dup()).as("DUP").isTrue();
      again.send(answer(0x40, id1), answer(0x50, id2));
      assertThat(again.packet(RawPacket.PUBREL).packetId()).isEqualTo(id2);
      again.send(answer(0x70, id2)).expectNothing();
    }
    client(connect4("redelivery", true, 0)).close();
  }

  @Test
  void overlappingSubscriptionsOfMqtt3GiveTheHighestQosOrOneCopyEach() throws IOException {
    try (RawMqttClient client = client(connect4("overlap", true, 0))) {
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

  @Test
  void whoIsSilentForLongerThanItsKeepAliveIsGoneAndItsWillHeard() throws IOException {
    try (RawMqttClient witness = client(connect5("keep-witness"));
        RawMqttClient silent =
            client(
                Wire.packet(
                    0x10,
                    Wire.text("MQTT"),
                    Wire.bytes(4, 0x06),
                    Wire.two(1),
                    Wire.text("silent"),
                    Wire.text("keep/will"),
                    Wire.text("timeout")))) {
      subscribe(witness, "keep/will", 2);
      assertThat(text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("timeout");
      silent.expectEnd();
    }
  }

  @Test
  void dollarTopicsAreNotFoundByWildcards() throws IOException {
    try (RawMqttClient client = client(connect5("dollar"))) {
      subscribe(client, "#", 0);
      subscribe(client, "+/dollar", 0);
      client.send(publish5(1, 1, "$TOPIC/dollar", "", "hidden"));
      assertThat(client.packet().type()).isEqualTo(RawPacket.PUBACK);
      client.send(publish5(0, 0, "plain/dollar", "", "seen"));
      assertThat(text(client.packet(RawPacket.PUBLISH), true)).isEqualTo("seen");
    }
    try (RawMqttClient client = client(connect5("sys"))) {
      subscribe(client, "$SYS/#", 0);
      assertThat(client.packet(RawPacket.PUBLISH).topic()).startsWith("$SYS/");
    }
  }

  // MQTT 5.

  @Test
  void theServerTellsItsBounds() throws IOException {
    try (RawMqttClient client = unconnected()) {
      MqttProperties told = client.send(connect5("bounds")).packet(RawPacket.CONNACK).properties();
      assertThat(told.number(MqttProperties.RECEIVE_MAXIMUM)).isPresent();
      assertThat(told.number(MqttProperties.TOPIC_ALIAS_MAXIMUM)).isPresent();
      assertThat(told.number(MqttProperties.MAXIMUM_PACKET_SIZE)).isPresent();
    }
  }

  @Test
  void tooManyOpenPublishesEndTheConnection() throws IOException {
    try (RawMqttClient client = unconnected()) {
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
    try (RawMqttClient client = client(connect5("window", true, 0, "21 0002"))) {
      subscribe(client, "window", 2);
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
      assertThat(text(client.packet(RawPacket.PUBLISH), true)).isEqualTo("message 3");
      client.expectNothing();
    }
  }

  @Test
  void aPacketThatIsTooLargeEndsTheConnection() throws IOException {
    try (RawMqttClient client = unconnected()) {
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
    try (RawMqttClient client = client(connect5("props"))) {
      subscribe(client, "props", 0);
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
    try (RawMqttClient client = client(connect5("alias", true, 0, "22 0001"))) {
      subscribe(client, "alias/#", 0);
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
        got.add(topic + " " + text(packet, true));
      }
      assertThat(got)
          .containsExactly("alias/a first", "alias/a second", "alias/b third", "alias/b fourth");
    }
  }

  @Test
  void overlappingSubscriptionsTellTheirIdentifiers() throws IOException {
    try (RawMqttClient client = client(connect5("ids"))) {
      client.send(subscribe5(1, "0b 01", "ids/#", 1)).packet(RawPacket.SUBACK);
      client.send(subscribe5(2, "0b ffffff7f", "ids/+", 1)).packet(RawPacket.SUBACK);
      client.send(publish5(0, 0, "ids/a", "", "p"));
      List<Long> identifiers = new ArrayList<>();
      while (identifiers.size() < 2) { // in one copy or in two
        MqttProperties properties = client.packet(RawPacket.PUBLISH).properties();
        identifiers.addAll(properties.numbers(MqttProperties.SUBSCRIPTION_IDENTIFIER));
      }
      assertThat(identifiers).containsExactlyInAnyOrder(1L, 268_435_455L);
    }
  }

  @Test
  void subscriptionOptionsAreKept() throws IOException {
    String topic = "options/" + topics.incrementAndGet();
    try (RawMqttClient client = client(connect5("options"));
        RawMqttClient other = client(connect5("options-other"))) {
      other.send(publish5(0x33, 1, topic, new byte[0], "kept")).packet(RawPacket.PUBACK);
      client.send(subscribe5(1, "", topic, 0x20)).packet(RawPacket.SUBACK);
      client.expectNothing(); // retain handling 2: nothing
      client.send(subscribe5(2, "", topic, 0x10)).packet(RawPacket.SUBACK);
      client.expectNothing(); // 1: nothing, for the subscription was there
      client.send(subscribe5(3, "", topic, 0x0C)).packet(RawPacket.SUBACK);
      assertThat(client.packet(RawPacket.PUBLISH).retain()).isTrue(); // 0: always
      client.send(publish5(0, 0, topic, "", "own")).expectNothing(); // no local
      other.send(publish5(0x31, 0, topic, new byte[0], "again"));
      assertThat(client.packet(RawPacket.PUBLISH).retain()).isTrue(); // as published
      other.send(publish5(0x31, 0, topic, new byte[0], "")).expectNothing();
    }
  }

  @Test
  void unsubscribingTellsWhetherThereWasSomething() throws IOException {
    try (RawMqttClient client = client(connect5("unsub"))) {
      subscribe(client, "there", 1);
      byte[] filters = Wire.join(Wire.text("there"), Wire.text("not/there"));
      client.send(Wire.packet(0xA2, Wire.two(5), Wire.properties(""), filters));
      assertThat(client.packet(RawPacket.UNSUBACK).codes(true)).containsExactly(0x00, 0x11);
    }
  }

  @Test
  void filtersThatCannotBeAreRefusedOneByOneOrEndTheConnection() throws IOException {
    for (String filter : List.of("a/#/b", "a+", "#a", "")) {
      try (RawMqttClient client = client(connect5("bad-filter"))) {
        client.send(subscribe5(1, "", filter, 1));
        RawPacket packet = client.packet();
        int code = packet.type() == RawPacket.SUBACK ? packet.codes(true)[0] : packet.code();
        assertThat(code).as(filter).isIn(0x81, 0x82, 0x8F);
      }
    }
  }

  @Test
  void aSharedSubscriptionDividesItsMessages() throws IOException {
    try (RawMqttClient one = client(connect5("share-1"));
        RawMqttClient two = client(connect5("share-2"));
        RawMqttClient publisher = client(connect5("share-p"))) {
      subscribe(one, "$share/g/shared/#", 0);
      subscribe(two, "$share/g/shared/#", 0);
      for (int i = 0; i < 10; i++) {
        publisher.send(publish5(0, 0, "shared/a", "", Integer.toString(i)));
      }
      publisher.expectNothing();
      assertThat(countUntilPing(one) + countUntilPing(two)).isEqualTo(10);
    }
  }

  private static int countUntilPing(RawMqttClient client) throws IOException {
    client.send(Wire.bytes(0xC0, 0));
    int count = 0;
    while (client.packet().type() == RawPacket.PUBLISH) {
      count++;
    }
    return count;
  }

  @Test
  void noLocalOfASharedSubscriptionIsAProtocolError() throws IOException {
    try (RawMqttClient client = client(connect5("share-nl"))) {
      client.send(subscribe5(1, "", "$share/g/a", 0x05)).expectDisconnect(0x82);
    }
  }

  @Test
  void aWillWaitsForItsDelayAndIsDroppedIfTheClientReturns() throws IOException {
    byte[] will =
        Wire.packet(
            0x10,
            Wire.text("MQTT"),
            Wire.bytes(5, 0x06),
            Wire.two(0),
            Wire.properties("11 0000003c"),
            Wire.text("will-delay"),
            Wire.properties("18 00000001"),
            Wire.text("will-delay"),
            Wire.text("gone"));
    try (RawMqttClient witness = client(connect5("will-witness"))) {
      subscribe(witness, "will-delay", 0);
      client(will).close();
      try (RawMqttClient back = client(connect5("will-delay", false, 0, "11 0000003c"))) {
        back.send(publish5(0, 0, "will-delay", "", "back")).expectNothing();
      }
      assertThat(text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("back");
      client(will).close();
      assertThat(text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("gone");
    }
  }

  @Test
  void aDisconnectMayKeepTheWillAndChangeTheExpiry() throws IOException {
    try (RawMqttClient witness = client(connect5("parting-witness"));
        RawMqttClient parting = client(Wire.connect5Will("parting", "", "parting", "kept"))) {
      subscribe(witness, "parting", 0);
      parting.send(Wire.bytes(0xE0, 1, 0x04)).expectEnd();
      assertThat(text(witness.packet(RawPacket.PUBLISH), true)).isEqualTo("kept");
    }
    try (RawMqttClient longer = client(connect5("expiry", true, 0, "11 0000003c"))) {
      longer.send(Wire.hex("e007 00 05 11 00000000")).expectEnd();
    }
    try (RawMqttClient again = unconnected()) {
      RawPacket connack = again.send(connect5("expiry", false, 0, "")).packet(RawPacket.CONNACK);
      assertThat(connack.sessionPresent()).isFalse();
    }
  }

  @Test
  void requestProblemInformationZeroKeepsReasonsAway() throws IOException {
    try (RawMqttClient client = client(connect5("problem", true, 0, "17 00"))) {
      client.send(publish5(1, 1, "nobody/subscribes", "", "p"));
      RawPacket puback = client.packet(RawPacket.PUBACK);
      assertThat(puback.properties().has(MqttProperties.REASON_STRING)).isFalse();
      client.send(subscribe5(1, "", "a" + "/a".repeat(200), 0));
      RawPacket suback = client.packet(RawPacket.SUBACK);
      assertThat(suback.properties().has(MqttProperties.REASON_STRING)).isFalse();
    }
  }

  @Test
  void aSecondClientOfTheSameNameTakesOver() throws IOException {
    try (RawMqttClient first = client(connect5("twin"));
        RawMqttClient second = client(connect5("twin"))) {
      first.expectDisconnect(0x8E);
      second.expectNothing();
    }
  }
}
