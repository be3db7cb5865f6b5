package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions through reconnects and takeovers, byte by byte. */
class SessionIT extends WithBroker {

  @Test
  @Mqtt5({"3.1.4-3", "3.14.2-2"})
  @Mqtt3({"3.1.4-2"})
  void aSecondConnectionTakesOver() throws IOException {
    try (RawMqttClient old = five("same");
        RawMqttClient fresh = five("same")) {
      old.expectDisconnect(0x8E);
      fresh.expectNothing();
    }
    try (RawMqttClient old = four("same");
        RawMqttClient fresh = four("same")) {
      old.expectEnd();
      fresh.expectNothing();
    }
    server.awaitEvent(event ->
        event instanceof BrokerEvent.ClientDisconnected gone && gone.reason().equals("discarded"));
  }

  @Test
  void manyTakeoversOnAllLoopsEndWithOneConnection() throws IOException {
    List<RawMqttClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawMqttClient client = unconnected();
      client.send(connect5("contested", i % 3 == 0, 0, "11 00000e10"));
      clients.add(client);
    }
    server.await("client.connected", 50);
    server.await("connections.count", 1);
    server.await("sessions.count", 1);
    for (RawMqttClient client : clients) {
      client.close();
    }
    server.await("connections.count", 0);
  }

  @Test
  @Mqtt5({"4.4.0-1"})
  void aSessionGoesOnWithWhatWasInFlightAndWhatWaited() throws IOException {
    byte[] connect = connect5("away", false, 0, "11 00000e10");
    try (RawMqttClient publisher = five("p")) {
      try (RawMqttClient client = connected(connect)) {
        client.send(subscribe5(1, "", "t", 2)).expect("9004 0001 00 02");
        publisher.send(publish5(1, 1, "t", "", "one")).expect("4002 0001");
        publisher.send(publish5(2, 2, "t", "", "two")).expect("5002 0002");
        client.expect(publish5(1, 1, "t", "", "one")).expect(publish5(2, 2, "t", "", "two"));
        client.send(hex("5002 0002")).expect("6202 0002");
      }
      server.await("connections.count", 1);
      publisher.send(publish5(1, 3, "t", "", "three")).expect("4002 0003");
      publisher.send(publish5(0, 0, "t", "", "four")).expectNothing();
      try (RawMqttClient client = unconnected()) {
        client.send(connect);
        assertThat(client.read()[2]).as("session present").isEqualTo((byte) 1);
        client.expect(publish(0x3a, 1, "t", "", "one")).expect("6202 0002");
        client.expect(publish5(1, 3, "t", "", "three")).expect(publish5(0, 0, "t", "", "four"));
        client.send(hex("4002 0001 7002 0002 4002 0003")).expectNothing();
      }
    }
    assertThat(server.metric("delivery.dropped")).isZero();
  }

  @Test
  @Mqtt3({"3.1.2-6"})
  void aCleanStartForgetsTheSession() throws IOException {
    byte[] connect = connect4("clean", false, 0);
    try (RawMqttClient client = connected(connect)) {
      client.send(subscribe4(1, "t", 1)).expect("9003 0001 01");
    }
    try (RawMqttClient client = unconnected()) {
      client.send(connect4("clean", true, 0)).expect("2002 00 00");
    }
    try (RawMqttClient client = unconnected()) {
      client.send(connect).expect("2002 00 00");
    }
    server.await("subscriptions.count", 0);
  }

  @Test
  @Mqtt5({"3.1.2-23", "4.1.0-2"})
  void aSessionEndsWhenItsTimeIsOver() throws IOException {
    byte[] connect = connect5("expires", false, 0, "11 0000003c");
    try (RawMqttClient client = connected(connect)) {
      client.send(subscribe5(1, "", "t", 1)).read();
    }
    server.await("connections.count", 0);
    assertThat(server.metric("sessions.count")).isEqualTo(1);
    server.advanceSeconds(61);
    server.await("sessions.count", 0);
    server.await("subscriptions.count", 0);
  }
}
