package dev.tributary.acceptance;

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
 * What a subscription of MQTT 5 can say and is answered, as public interoperability suites probe
 * it: raw packets against the configuration that is shipped.
 */
class InteroperabilitySubscriptionsIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static ShippedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ShippedServer.start(bench);
  }

  @Test
  void overlappingSubscriptionsTellTheirIdentifiers() throws IOException {
    try (RawMqttClient client = server.client(connect5("ids"))) {
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
    String topic = "options";
    try (RawMqttClient client = server.client(connect5("options"));
        RawMqttClient other = server.client(connect5("options-other"))) {
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
    try (RawMqttClient client = server.client(connect5("unsub"))) {
      ShippedServer.subscribe(client, "there", 1);
      byte[] filters = Wire.join(Wire.text("there"), Wire.text("not/there"));
      client.send(Wire.packet(0xA2, Wire.two(5), Wire.properties(""), filters));
      assertThat(client.packet(RawPacket.UNSUBACK).codes(true)).containsExactly(0x00, 0x11);
    }
  }

  @Test
  void filtersThatCannotBeAreRefusedOneByOneOrEndTheConnection() throws IOException {
    for (String filter : List.of("a/#/b", "a+", "#a", "")) {
      try (RawMqttClient client = server.client(connect5("bad-filter"))) {
        client.send(subscribe5(1, "", filter, 1));
        RawPacket packet = client.packet();
        int code = packet.type() == RawPacket.SUBACK ? packet.codes(true)[0] : packet.code();
        assertThat(code).as(filter).isIn(0x81, 0x82, 0x8F);
      }
    }
  }

  @Test
  void aSharedSubscriptionDividesItsMessages() throws IOException {
    try (RawMqttClient one = server.client(connect5("share-1"));
        RawMqttClient two = server.client(connect5("share-2"));
        RawMqttClient publisher = server.client(connect5("share-p"))) {
      for (RawMqttClient client : List.of(one, two)) {
        ShippedServer.subscribe(client, "$share/g/shared/#", 0);
        ShippedServer.subscribe(client, "end", 0);
      }
      for (int i = 0; i < 10; i++) {
        publisher.send(publish5(0, 0, "shared/a", "", Integer.toString(i)));
      }
      // From the same publisher to the same connections: it comes after all that was before it.
      publisher.send(publish5(0, 0, "end", "", ""));
      assertThat(countUntilTheEnd(one) + countUntilTheEnd(two)).isEqualTo(10);
    }
  }

  private static int countUntilTheEnd(RawMqttClient client) throws IOException {
    int count = 0;
    while (!client.packet(RawPacket.PUBLISH).topic().equals("end")) {
      count++;
    }
    return count;
  }

  @Test
  void noLocalOfASharedSubscriptionIsAProtocolError() throws IOException {
    try (RawMqttClient client = server.client(connect5("share-nl"))) {
      client.send(subscribe5(1, "", "$share/g/a", 0x05)).expectDisconnect(0x82);
    }
  }
}
