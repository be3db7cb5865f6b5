package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5Will;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Wills, byte by byte. */
class WillIT extends WithBroker {

  @Test
  @Mqtt5({"3.1.2-7", "3.1.2-8", "3.1.2-10", "3.14.4-3"})
  void theWillIsPublishedUnlessTheClientSaysGoodbye() throws IOException {
    try (RawMqttClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will/#", 0)).read();
      byte[] polite = Wire.connect5Will("polite", "", "will/polite", "gone");
      try (RawMqttClient client = connected(polite)) {
        client.send(hex("e000")).expectEnd();
      }
      byte[] rude = Wire.connect5Will("rude", "", "will/rude", "gone");
      connected(rude).close();
      subscriber.expect(publish5(0, 0, "will/rude", "", "gone"));
      byte[] referring = Wire.connect5Will("referring", "", "will/referring", "gone");
      try (RawMqttClient client = connected(referring)) { // a Server Reference is no fault
        client.send(hex("e006 00 04 1c 0001 78")).expectEnd();
      }
      byte[] asked = Wire.connect5Will("asked", "", "will/asked", "gone");
      try (RawMqttClient client = connected(asked)) {
        client.send(hex("e001 04")).expectEnd();
      }
      subscriber.expect(publish5(0, 0, "will/asked", "", "gone"));
    }
    assertThat(server.topics()).containsExactly("will/rude", "will/asked");
  }

  @Test
  @Mqtt5({"3.1.2-10", "3.1.2-14", "3.1.2-15", "3.1.3-10"})
  void theWillIsPublishedAsItWasGiven() throws IOException {
    String user = "26 0001 6b 0001 76 26 0001 6a 0001 77 26 0001 6b 0001 75";
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            hex("05 2e 0000 00"), // retain, QoS 1, will, clean start
            text("c"),
            properties(user),
            text("will"),
            text("gone"));
    try (RawMqttClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will", 0x09)).read(); // as published
      connected(connect).close();
      subscriber.expect(publish(0x33, 1, "will", user, "gone")).send(hex("4002 0001"));
      subscriber.send(subscribe5(2, "", "will", 0x00)).expect("9004 0002 00 00");
      subscriber.expect(publish(0x31, 0, "will", user, "gone")); // it is retained
    }
    connected(connect5Will("d", "", "other", "gone")).close();
    server.await("client.disconnected", 3);
    assertThat(server.metric("retained.count")).isEqualTo(1); // the other is not
    assertThat(server.topics()).containsExactlyInAnyOrder("will", "other"); // each once
  }

  @Test
  @Mqtt3({"3.1.2-8", "3.1.2-10", "3.1.2-12", "3.1.2-16", "3.1.2-17", "3.14.4-3"})
  void willsOfMqtt3() throws IOException {
    try (RawMqttClient subscriber = four("s")) {
      subscriber.send(subscribe4(1, "#", 1)).read();
      connected(will4("retained", "26")).close(); // retain, will, clean session
      subscriber.expect(publish(0x30, 0, "retained", null, "gone"));
      connected(will4("plain", "06")).close();
      subscriber.expect(publish(0x30, 0, "plain", null, "gone"));
      try (RawMqttClient polite = connected(will4("polite", "06"))) {
        polite.send(hex("e000")).expectEnd();
      }
      four("none").close();
      server.await("client.disconnected", 4);
      subscriber.expectNothing();
    }
    assertThat(server.metric("retained.count")).isEqualTo(1);
    assertThat(server.topics()).containsExactly("retained", "plain");
  }

  private static byte[] will4(String topic, String flags) {
    return packet(
        0x10, text("MQTT"), hex("04" + flags + "0000"), text("c"), text(topic), text("gone"));
  }

  @Test
  @Mqtt5({"3.1.3-9"})
  void aDelayedWillWaitsForItsTimeAndIsTakenBackByAReconnect() throws IOException {
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            hex("05 04 0000"),
            Wire.properties("11 00000e10"),
            text("delayed"),
            Wire.properties("18 0000001e"),
            text("will"),
            text("gone"));
    try (RawMqttClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will", 0)).read();
      connected(connect).close();
      server.await("connections.count", 1);
      server.advanceSeconds(20);
      connected(connect).close();
      server.await("client.disconnected", 2);
      server.advanceSeconds(20);
      subscriber.expectNothing();
      assertThat(server.topics()).isEmpty();
      server.advanceSeconds(11);
      subscriber.expect(publish5(0, 0, "will", "", "gone"));
    }
  }
}
