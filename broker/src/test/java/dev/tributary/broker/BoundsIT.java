package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As much of one thing as a packet, a client or a session can have. */
class BoundsIT {

  private TestBroker server = TestListeners.broker();

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(MqttLimits limits) throws ListenException {
    server = TestListeners.broker(limits, TestListeners.tcp());
    server.start();
    server.wants(EnumSet.noneOf(BrokerEventType.class));
  }

  private RawMqttClient connected(byte[] connect) throws IOException {
    return RawMqttClient.connected(server.address(), connect);
  }

  @Test
  void whoNeverAcknowledgesHoldsUpNobodyAndKeepsOnlyItsQueue() throws Exception {
    start(MqttLimits.defaults().change().queuedMessagesMax(50).build());
    try (RawMqttClient never = connected(connect4("never", true, 0));
        RawMqttClient publisher = connected(connect4("publisher", true, 0))) {
      never.send(subscribe4(1, "a", 1)).expect("9003000101");
      String payload = "x".repeat(10_000);
      for (int i = 0; i < 400; i++) {
        publisher.send(publish4(1, 1 + i % 30, "a", payload));
        assertThat(publisher.read()[0]).isEqualTo((byte) 0x40);
      }
      server.await("delivery.dropped.queue_full", 400 - 50 - 32);
      server.await("messages.qos1.sent", 32);
    }
    server.await("sessions.count", 0);
  }

  @Test
  void everyPacketIdentifierIsInUseAndTheNextOneWaitsForIt() throws Exception {
    start(MqttLimits.defaults().change().inflightMax(65_535).queuedMessagesMax(10).build());
    try (RawMqttClient client = connected(connect4("all", true, 0))) {
      client.send(subscribe4(1, "a", 1)).expect("9003000101");
      for (int i = 1; i <= 65_535; i++) {
        server.broker().publish(server.own("a", 1));
        assertThat(Wire.hex(client.read())).isEqualTo("3206000161" + "%04x78".formatted(i));
      }
      server.broker().publish(server.own("a", 1));
      client.expectNothing();
      client.send(hex("40021234")).expect("3206000161" + "1234" + "78");
    }
  }

  @Test
  void thousandsOfFiltersInOnePacket() throws Exception {
    start(MqttLimits.defaults().change().subscriptionsMax(5_000).build());
    ByteArrayOutputStream filters = new ByteArrayOutputStream();
    ByteArrayOutputStream same = new ByteArrayOutputStream();
    for (int i = 0; i < 8_000; i++) {
      filters.writeBytes(join(text("a/" + i + "/#"), new byte[] {1}));
      same.writeBytes(text("a/" + i + "/#"));
    }
    try (RawMqttClient client = connected(connect5("many"))) {
      client.send(packet(0x82, two(1), properties(""), filters.toByteArray()));
      byte[] suback = client.read();
      assertThat(Wire.hex(suback)).endsWith("01".repeat(5_000) + "97".repeat(3_000));
      server.await("subscriptions.count", 5_000);
      client.send(publish5(0, 0, "a/4999/x", "", "x")).expect("300c0008612f343939392f78" + "0078");
      client.send(packet(0xA2, two(2), properties(""), same.toByteArray()));
      assertThat(Wire.hex(client.read())).endsWith("00".repeat(5_000) + "11".repeat(3_000));
      server.await("subscriptions.count", 0);
      server.await("topics.count", 0);
    }
  }

  @Test
  void theLongestFilters() throws Exception {
    start(MqttLimits.defaults());
    String longest = "f".repeat(65_535);
    String deepest = "/".repeat(127);
    try (RawMqttClient client = connected(connect4("long", true, 0))) {
      client.send(subscribe4(1, longest, 0)).expect("9003000100");
      client.send(publish4(0, 0, longest, "x")).expect(publish4(0, 0, longest, "x"));
      client.send(subscribe4(1, "/".repeat(65_535), 0)).expect("9003000180");
      client.send(subscribe4(1, deepest, 0)).expect("9003000100");
      client.send(subscribe4(1, deepest + "/", 0)).expect("9003000180");
      client.send(packet(0xA2, two(3), text(longest), text(deepest))).expect("b0020003");
      server.await("subscriptions.count", 0);
    }
  }

  @Test
  void wildcardsThatAllMatchTheSameDeepTopic() throws Exception {
    start(MqttLimits.defaults());
    int levels = 10;
    try (RawMqttClient client = connected(connect4("bomb", true, 0))) {
      for (int i = 0; i < 1 << levels; i++) {
        StringBuilder filter = new StringBuilder();
        for (int level = 0; level < levels; level++) {
          filter.append(((i >> level) & 1) == 0 ? "+/" : "a/");
        }
        client.send(subscribe4(1, filter + "#", 0)).expect("9003000100");
      }
      byte[] publish = publish4(0, 0, "a/".repeat(levels) + "a", "x");
      client.send(publish);
      for (int i = 0; i < 1 << levels; i++) {
        client.expect(publish);
      }
      client
          .send(publish4(0, 0, "b/".repeat(100), "x"))
          .expect(publish4(0, 0, "b/".repeat(100), "x"));
    }
  }

  @Test
  void thousandsOfUserProperties() throws Exception {
    start(MqttLimits.defaults());
    byte[] pair = join(hex("26"), text("k"), text("v"));
    ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    for (int i = 0; i < 6_000; i++) {
      pairs.writeBytes(pair);
    }
    byte[] all = join(Wire.varint(pairs.size()), pairs.toByteArray());
    byte[] publish = packet(0x30, text("a"), all, hex("78"));
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            new byte[] {5, 0x06},
            two(0),
            all,
            text("c"),
            all,
            text("a"),
            text("will"));
    try (RawMqttClient subscriber = connected(connect5("s"));
        RawMqttClient other = connected(connect5("other"))) {
      subscriber.send(subscribe5(1, "", "a", 0)).expect("9004000100" + "00");
      other.send(subscribe5(1, "", "a", 0)).expect("9004000100" + "00");
      try (RawMqttClient client = connected(connect)) {
        client.send(publish);
        subscriber.expect(publish);
        other.expect(publish);
      }
      assertThat(subscriber.read()).hasSize(publish.length + 3);
      assertThat(other.read()).hasSize(publish.length + 3);
      // One more than the packet may be large.
      other.send(packet(0x30, text("a"), all, new byte[1_048_576 - all.length]));
      other.expectDisconnect(0x95);
    }
  }

  @Test
  void acknowledgementsThatNobodyWaitsFor() throws Exception {
    start(MqttLimits.defaults());
    ByteArrayOutputStream acknowledgements = new ByteArrayOutputStream();
    for (int i = 1; i <= 50_000; i++) {
      acknowledgements.writeBytes(join(hex("4002"), two(i), hex("7002"), two(i)));
    }
    try (RawMqttClient client = connected(connect4("c", true, 0))) {
      client.send(acknowledgements.toByteArray()).expectNothing();
      server.await("packets.puback.missed", 50_000);
      server.await("packets.pubcomp.missed", 50_000);
    }
  }

  @Test // [MQTT-3.1.2-22] silence is measured between packets
  void aByteNowAndThenIsNoPacket() throws Exception {
    start(MqttLimits.defaults());
    try (RawMqttClient client = connected(connect5("slow", true, 10, ""))) {
      long before = server.metric("bytes.received");
      byte[] publish = publish5(0, 0, "a", "", "xyz");
      for (int i = 0; i < 4; i++) {
        client.send(new byte[] {publish[i]});
        server.await("bytes.received", before + i + 1);
        server.advanceSeconds(4);
      }
      client.expectDisconnect(0x8D);
    }
  }

  @Test
  void aWillAsLargeAsAStringMayBe() throws Exception {
    start(MqttLimits.defaults());
    String payload = "w".repeat(65_535);
    try (RawMqttClient subscriber = connected(connect5("s"))) {
      subscriber.send(subscribe5(1, "", "w", 0)).expect("9004000100" + "00");
      connected(Wire.connect5Will("c", "", "w", payload)).close();
      subscriber.expect(publish5(0, 0, "w", "", payload));
    }
  }
}
