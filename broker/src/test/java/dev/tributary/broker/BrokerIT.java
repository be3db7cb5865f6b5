package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all packets, and the broker as a whole. */
class BrokerIT extends WithBroker {

  @Test // [MQTT-2.1.3-1]
  void reservedBitsCloseWithMalformedPacket() throws IOException {
    for (String bits :
        List.of("c100", "6002 0001", "8006 0001 00 0001 61", "e1 00", "36 05 0001 61 0001")) {
      try (RawMqttClient client = five("bits")) {
        client.send(hex(bits)).expectDisconnect(0x81);
      }
    }
  }

  @Test // [MQTT-2.1.3-1] in MQTT 3.1.1: 2.2.2-2
  void reservedBitsJustCloseMqtt3() throws IOException {
    try (RawMqttClient client = four("bits")) {
      client.send(hex("c100")).expectEnd();
    }
    server.await("packets.rejected", 1);
  }

  @Test
  void aPacketTooLargeClosesBeforeItIsSent() throws IOException {
    try (RawMqttClient client = five("large")) {
      // 2 MiB announced; only the first bytes follow
      client.send(hex("30 80808001 0001 61")).expectDisconnect(0x95);
    }
    try (RawMqttClient client = unconnected()) {
      client.send(hex("10 ffffff7f 0004 4d515454 05 02 0000")).expectEnd();
    }
    try (RawMqttClient client = five("long length")) {
      client.send(hex("30 ffffffff 7f")).expectDisconnect(0x81);
    }
  }

  @Test
  void closingTellsMqtt5Clients() throws IOException {
    try (RawMqttClient five = five("5");
        RawMqttClient four = four("4")) {
      server.close();
      five.expectDisconnect(0x8B);
      four.expectEnd();
    }
  }

  @Test
  void aPortInUseIsNamed() {
    int port = server.address().getPort();
    try (TestBroker other = new TestBroker(MqttLimits.defaults(), port, 10)) {
      assertThatThrownBy(other::start)
          .isInstanceOf(ListenException.class)
          .hasMessage(
              "listener tcp:default cannot listen on localhost:%d: port %d is in use"
                  .formatted(port, port));
    }
  }

  @Test
  void connectionsBeyondTheMaximumAreClosed() throws Exception {
    try (TestBroker small = new TestBroker(MqttLimits.defaults(), 0, 1)) {
      small.start();
      try (RawMqttClient first = RawMqttClient.connected(small.address(), connect5("1"));
          RawMqttClient second = new RawMqttClient(small.address())) {
        second.expectEnd();
        first.expectNothing();
      }
      small.await("connections.count", 0);
      small.await("listener.connections_max_exceeded", 1);
    }
  }

  /**
   * Whatever comes, the broker answers with a close and lives; nothing is thrown past the handler.
   */
  @Test
  void mutatedBytesHarmNobodyElse() throws IOException {
    byte[] good =
        join(
            connect5("fuzz", true, 0, "11 00000000 21 0010"),
            subscribe5(1, "0b 01", "fuzz/+", 2),
            publish5(2, 9, "fuzz/a", "01 01 26 0001 6b 0001 76", "payload"),
            hex("6202 0009 c000"),
            packet(0xA2, two(4), hex("00"), text("fuzz/+")),
            hex("e000"));
    Random random = new Random(42);
    try (RawMqttClient witness = five("witness")) {
      for (int round = 0; round < 1_000; round++) {
        byte[] bad = good.clone();
        int mutations = 1 + random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
        try (RawMqttClient client = unconnected()) {
          client.send(bad);
        }
        if (round % 50 == 0) {
          witness.expectNothing();
        }
      }
      server.await("connections.count", 1);
      witness.expectNothing();
    }
    assertThat(server.events())
        .noneMatch(event ->
            event instanceof BrokerEvent.ClientDisconnected gone
                && gone.reason().equals("internal_error"));
  }
}
