package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** CONNECT and CONNACK on real sockets, byte by byte. */
class ConnectIT extends WithBroker {

  @Test
  @Mqtt5({"3.1.0-1"})
  @Mqtt3({"3.1.0-1"})
  void theFirstPacketMustBeConnect() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(publish4(0, 0, "t", "x")).expectEnd();
    }
    server.await("packets.rejected", 1);
  }

  @Test
  @Mqtt5({"3.1.0-2"})
  @Mqtt3({"3.1.0-2"})
  void aSecondConnectClosesWithProtocolError() throws IOException {
    try (RawMqttClient client = five("twice")) {
      client.send(connect5("twice")).expectDisconnect(0x82);
    }
    try (RawMqttClient client = four("twice")) {
      client.send(connect4("twice", true, 0)).expectEnd();
    }
  }

  @Test
  @Mqtt3({"3.1.2-2"})
  void anUnknownVersionIsRefusedWithCodeOne() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(packet(0x10, text("MQTT"), hex("09 02 0000"), text("v9"))).expect("2002 00 01");
      client.expectEnd();
    }
  }

  @Test
  @Mqtt3({"3.1.2-3"})
  void aMalformedConnectIsClosed() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(packet(0x10, text("MQTT"), hex("04 03 0000"), text("x"))).expectEnd();
    }
  }

  @Test
  @Mqtt3({"3.1.3-7", "3.1.3-8"})
  void noClientIdentifierNeedsACleanSession() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(connect4("", false, 0)).expect("2002 00 02").expectEnd();
    }
    try (RawMqttClient client = four("")) {
      client.expectNothing();
    }
  }

  @Test
  @Mqtt5({"3.1.3-7"})
  void anAssignedClientIdentifierIsTold() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(connect5(""));
      String connack = Wire.hex(client.read());
      assertThat(connack).contains("12002a" + Wire.hex(text("tributary-")).substring(4));
    }
  }

  @Test
  void connackAnnouncesTheLimits() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(connect5("limits", true, 0, "11 00ffffff"));
      String connack = Wire.hex(client.read());
      assertThat(connack)
          .contains("1100001c20") // session expiry shortened to two hours
          .contains("210020") // receive maximum
          .contains("2700100000") // maximum packet size
          .contains("220100"); // topic alias maximum; all else is offered, hence not told
    }
  }

  @Test
  @Mqtt5({"3.1.2-22"})
  void silenceLongerThanKeepAliveCloses() throws IOException {
    try (RawMqttClient client = connected(connect5("silent", true, 10, ""))) {
      server.advanceSeconds(14);
      client.expectNothing();
      server.advanceSeconds(14);
      client.expectNothing();
      server.advanceSeconds(16);
      client.expectDisconnect(0x8D);
    }
    server.awaitEvent(event ->
        event instanceof BrokerEvent.ClientDisconnected gone
            && gone.reason().equals("keepalive_timeout"));
  }

  @Test
  void aConnectionWithoutConnectIsClosed() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(hex("10 7f"));
      server.await("bytes.received", 2);
      server.advanceSeconds(16);
      client.expectEnd();
    }
  }
}
