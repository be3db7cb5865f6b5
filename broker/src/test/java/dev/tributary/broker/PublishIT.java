package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PUBLISH and its acknowledgements on real sockets, byte by byte. */
class PublishIT extends WithBroker {

  @Test
  void aPublishReachesItsSubscriberInEveryQualityOfService() throws IOException {
    try (RawMqttClient subscriber = four("s");
        RawMqttClient publisher = four("p")) {
      subscriber.send(subscribe4(1, "t/#", 2)).expect("9003 0001 02");

      publisher.send(publish4(0, 0, "t/0", "zero"));
      subscriber.expect(publish4(0, 0, "t/0", "zero"));

      publisher.send(publish4(1, 7, "t/1", "one")).expect("4002 0007");
      subscriber.expect(publish4(1, 1, "t/1", "one")).send(hex("4002 0001"));

      publisher.send(publish4(2, 8, "t/2", "two")).expect("5002 0008");
      publisher.send(hex("6202 0008")).expect("7002 0008");
      subscriber.expect(publish4(2, 2, "t/2", "two")).send(hex("5002 0002"));
      subscriber.expect("6202 0002").send(hex("7002 0002")).expectNothing();
    }
    assertThat(server.metric("messages.received")).isEqualTo(3);
    assertThat(server.metric("messages.acked")).isEqualTo(2);
  }

  @Test
  @Mqtt5({"3.3.2-2", "4.7.0-1"})
  void aWildcardInAPublishTopicCloses() throws IOException {
    try (RawMqttClient client = five("wild")) {
      client.send(publish5(0, 0, "a/+", "", "x"));
      assertThat(client.read()[0]).isEqualTo((byte) 0xE0);
      client.expectEnd();
    }
    assertThat(server.topics()).isEmpty();
  }

  @Test
  @Mqtt5({"3.2.2-17", "3.3.2-9", "3.8.3-2", "3.10.3-2"})
  void forbiddenPublishesCloseWithTheirReason() throws IOException {
    assertCloses(publish(0x38, 0, "t", "", "x"), 0x81); // [MQTT-3.3.1-2] DUP with QoS 0
    assertCloses(publish5(0, 0, "", "", "x"), 0x82); // no topic, no alias
    assertCloses(publish5(0, 0, "t", "23 0000", "x"), 0x94); // [MQTT-3.3.2-8] alias 0
    assertCloses(publish5(0, 0, "t", "23 0101", "x"), 0x94); // alias above the maximum
    assertCloses(publish5(0, 0, "", "23 0005", "x"), 0x82); // alias never set
    assertCloses(publish5(0, 0, "t", "0b 05", "x"), 0x82); // [MQTT-3.3.4-6]
    assertCloses(publish5(1, 0, "t", "", "x"), 0x82); // [MQTT-2.2.1-3] packet identifier 0
    assertCloses(publish5(0, 0, "/".repeat(128), "", "x"), 0x90); // topic levels
    assertCloses(hex("f000"), 0x82); // AUTH
    assertCloses(hex("9004 0001 00 00"), 0x82); // SUBACK from a client
    assertCloses(hex("8203 0001 00"), 0x82); // [MQTT-3.8.3-2]
    assertCloses(hex("a203 0001 00"), 0x82); // [MQTT-3.10.3-2]
    assertCloses(subscribe5(1, "0b 00", "t", 0), 0x82); // subscription identifier 0
    assertCloses(hex("0000"), 0x81); // packet type 0
  }

  @Test // 3.4.2.1 and 3.5.2.1: rules and what is retained are no subscribers
  void whoIsHeardByNobodyIsTold() throws IOException {
    try (RawMqttClient client = five("c");
        RawMqttClient four = RawMqttClient.connected(server.address(), connect4("four", true, 0))) {
      client.send(publish5(1, 1, "t", "", "x")).expect("4004 0001 10 00");
      client.send(publish(0x35, 2, "t", "", "x")).expect("5004 0002 10 00");
      four.send(publish4(1, 1, "t", "x")).expect("4002 0001"); // MQTT 3 has no reason codes
      four.send(publish4(2, 2, "t", "x")).expect("5002 0002");
      try (RawMqttClient subscriber = five("s")) {
        subscriber.send(subscribe5(1, "", "t", 0)).read();
        client.send(publish5(1, 3, "t", "", "x")).expect("4002 0003");
        client.send(publish5(2, 4, "t", "", "x")).expect("5002 0004");
        // The answer to a repetition is the answer to the first.
        client.send(publish(0x3d, 2, "t", "", "x")).expect("5004 0002 10 00");
      }
    }
  }

  private void assertCloses(byte[] packet, int code) throws IOException {
    try (RawMqttClient client = five("forbidden")) {
      client.send(packet).expectDisconnect(code);
    } catch (AssertionError e) {
      throw new AssertionError(Wire.hex(packet) + " must close with " + code, e);
    }
  }

  @Test
  @Mqtt5({"3.1.2-26", "3.1.2-27", "3.3.2-7", "3.3.2-11"})
  void topicsComeByAliasesToThoseWhoTakeSome() throws IOException {
    byte[] connect = connect5("s", true, 0, "22 0001"); // Topic Alias Maximum 1
    try (RawMqttClient publisher = five("p");
        RawMqttClient none = five("n")) {
      none.send(subscribe5(1, "", "#", 0)).read();
      for (int round = 0; round < 2; round++) { // on the second connection it begins anew
        try (RawMqttClient one = connected(connect)) {
          one.send(subscribe5(1, "", "#", 1)).read();
          publisher.send(publish5(1, 1, "a", "", "1"), publish5(0, 0, "a", "", "2"));
          publisher.send(publish5(0, 0, "b", "", "3"), publish5(0, 0, "a", "", "4"));
          one.expect(publish5(1, 1, "a", "23 0001", "1"))
              .expect(publish5(0, 0, "", "23 0001", "2"));
          one.expect(publish5(0, 0, "b", "", "3")).expect(publish5(0, 0, "", "23 0001", "4"));
        }
        none.expect(publish5(0, 0, "a", "", "1")).expect(publish5(0, 0, "a", "", "2"));
        none.expect(publish5(0, 0, "b", "", "3")).expect(publish5(0, 0, "a", "", "4"));
      }
    }
  }

  @Test
  @Mqtt5({"3.1.2-24", "3.1.2-25"})
  void anAliasIsNotSetByWhatIsTooLarge() throws IOException {
    byte[] connect = connect5("s", true, 0, "22 0001 27 00000014"); // 20 bytes
    try (RawMqttClient publisher = five("p");
        RawMqttClient client = connected(connect)) {
      client.send(subscribe5(1, "", "#", 1)).read();
      String topic = "0123456789";
      publisher.send(publish5(0, 0, topic, "", "too large")); // 24 bytes
      publisher.send(publish5(0, 0, topic, "", "fits")); // 19 bytes, 22 with an alias
      publisher.send(publish5(0, 0, topic, "", "x")); // 16 bytes, 19 with an alias
      publisher.send(publish5(0, 0, topic, "", "known by now")).expectNothing();
      client.expect(publish5(0, 0, topic, "", "fits"));
      client.expect(publish5(0, 0, topic, "23 0001", "x"));
      client.expectNothing(); // though it would fit without its topic
      client.send(publish5(0, 0, "a", "", "x")).read();
    }
    server.await("delivery.dropped.too_large", 2);
  }

  @Test
  @Mqtt5("3.3.2-7")
  void theClientsAliasesEndWithItsConnection() throws IOException {
    try (RawMqttClient client = staying("c", 0)) {
      client.send(publish5(0, 0, "a", "23 0001", "1")).expectNothing();
    }
    server.await("connections.count", 0);
    try (RawMqttClient client = staying("c", 0)) {
      client.send(publish5(0, 0, "", "23 0001", "2")).expectDisconnect(0x82);
    }
  }

  @Test
  @Mqtt5({"3.3.2-12"})
  void topicAliasesAreResolved() throws IOException {
    try (RawMqttClient subscriber = five("s");
        RawMqttClient publisher = five("p")) {
      subscriber.send(subscribe5(1, "", "a/b", 0)).read();
      publisher.send(publish5(0, 0, "a/b", "23 0003", "1"), publish5(0, 0, "", "23 0003", "2"));
      subscriber.expect(publish5(0, 0, "a/b", "", "1")).expect(publish5(0, 0, "a/b", "", "2"));
    }
  }

  @Test
  @Mqtt5({"3.3.2-4", "3.3.2-15", "3.3.2-16", "3.3.2-17", "3.3.2-18", "3.3.2-20", "3.3.4-3"})
  void propertiesPassThrough() throws IOException {
    String format = "0101";
    String content = "03 0001 63";
    String response = "08 0001 72";
    String correlation = "09 0002 0102";
    String user = "26 0001 6b 0001 76 26 0001 6b 0001 77"; // one name twice, in order
    String identifier = "0b 8001";
    try (RawMqttClient subscriber = five("s");
        RawMqttClient publisher = five("p")) {
      subscriber.send(subscribe5(1, "0b 8001", "t", 0)).read(); // subscription identifier 128
      publisher.send(publish5(0, 0, "t", format + content + response + correlation + user, "x"));
      String got = Wire.hex(subscriber.read());
      // The order of different properties is the codec's affair.
      for (String property : List.of(format, content, response, correlation, user, identifier)) {
        assertThat(got).contains(property.replace(" ", ""));
      }
      assertThat(got).startsWith("30250001742").endsWith("78");
    }
  }

  @Test
  @Mqtt5({"3.3.2-5", "3.3.2-6"})
  void anExpiredMessageIsNotDelivered() throws IOException {
    byte[] connect = connect5("late", false, 0, "11 00000e10");
    connected(connect).send(subscribe5(1, "", "t", 1)).close();
    server.await("subscriptions.count", 1);
    server.await("connections.count", 0);
    try (RawMqttClient publisher = five("p")) {
      publisher.send(publish5(1, 1, "t", "02 0000000a", "short")).expect("4002 0001");
      publisher.send(publish5(1, 2, "t", "02 00000064", "long")).expect("4002 0002");
    }
    server.advanceSeconds(40);
    try (RawMqttClient client = connected(connect)) {
      client.expect(publish5(1, 1, "t", "02 0000003c", "long")); // [MQTT-3.3.2-6] 60 s left
    }
    server.await("delivery.dropped.expired", 1);
  }

  @Test
  @Mqtt5({"3.1.2-24", "3.1.2-25", "3.3.4-9"})
  void noMoreIsInFlightThanTheClientTakes() throws IOException {
    byte[] connect = connect5("small", true, 0, "21 0002 27 00000040");
    try (RawMqttClient client = connected(connect);
        RawMqttClient publisher = five("p")) {
      client.send(subscribe5(1, "", "t", 1)).read();
      for (int id = 1; id <= 4; id++) {
        publisher.send(publish5(1, id, "t", "", "m" + id)).read();
      }
      publisher.send(publish5(1, 5, "t", "", "x".repeat(64))).read(); // [MQTT-3.1.2-24]
      client.expect(publish5(1, 1, "t", "", "m1")).expect(publish5(1, 2, "t", "", "m2"));
      client.expectNothing();
      client.send(hex("4002 0001")).expect(publish5(1, 3, "t", "", "m3"));
      client.send(hex("4002 0002")).expect(publish5(1, 4, "t", "", "m4"));
      client.send(hex("4002 0003")).expectNothing();
    }
    server.await("delivery.dropped.too_large", 1);
  }

  @Test
  void theServersOwnMessagesAreRouted() throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(subscribe5(1, "", "own", 1)).read();
      server
          .broker()
          .publish(
              new Message(
                  new Message.MessageId(1, 2),
                  "own",
                  new byte[] {'x'},
                  1,
                  false,
                  false,
                  new Sender.Server("test", null),
                  Message.PublishProperties.NONE,
                  server.nowMillis()));
      client.expect(publish5(1, 1, "own", "", "x"));
    }
    assertThat(server.topics()).isEmpty();
  }
}
