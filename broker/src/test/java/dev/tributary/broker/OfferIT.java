package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.ClientConnected;
import dev.tributary.broker.MqttOptions.PeerCertificateField;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a broker offers is told and kept where it is not what clients assume. */
class OfferIT {

  /** A filter that is refused, with more levels than are allowed. */
  private static final String TOO_DEEP = "/".repeat(128);

  private TestBroker server = new TestBroker(MqttLimits.defaults());

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(MqttLimits limits, MqttOptions options) throws ListenException {
    server = new TestBroker(TestBroker.settings(limits, 0, 100).with(options));
    server.start();
  }

  private static MqttOptions options(
      boolean retain, boolean wildcards, boolean shared, Integer keepAlive, String response) {
    MqttOptions from = MqttOptions.defaults();
    return new MqttOptions(
        retain,
        wildcards,
        shared,
        false,
        from.sharedStrategy(),
        keepAlive,
        false,
        false,
        response,
        null,
        null,
        true,
        PeerCertificateField.DISABLED,
        PeerCertificateField.DISABLED);
  }

  private String connack(byte[] connect) throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      return Wire.hex(client.send(connect).read());
    }
  }

  private void assertRefused(byte[] connect, int code) throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      byte[] connack = client.send(connect).read();
      assertThat(connack[0]).isEqualTo((byte) 0x20);
      assertThat(connack[3] & 0xFF).isEqualTo(code);
      client.expectEnd();
    }
  }

  private void assertCloses(byte[] packet, int code) throws IOException {
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect5("c"))) {
      client.send(packet).expectDisconnect(code);
    }
  }

  /** MQTT 5, with such connect flags and a will. */
  private static byte[] withWill(String flags) {
    return packet(
        0x10,
        text("MQTT"),
        hex("05" + flags + "0000 00"),
        text("c"),
        hex("00"),
        text("w"),
        text("x"));
  }

  @Test
  @Mqtt5({"3.2.2-9", "3.2.2-10", "3.2.2-12"})
  void theMaximumQosIsToldAndKept() throws Exception {
    start(MqttLimits.defaults().change().qosMax(1).build(), MqttOptions.defaults());
    assertThat(connack(connect5("c"))).contains("2401");
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect5("c"))) {
      client.send(subscribe5(1, "", "t", 2)).expect("9004 0001 00 01");
    }
    assertCloses(publish5(2, 1, "t", "", "x"), 0x9B);
    assertRefused(withWill("16"), 0x9B); // will QoS 2
  }

  @Test
  @Mqtt5("3.2.2-13")
  void thatNothingIsRetainedIsToldAndKept() throws Exception {
    start(MqttLimits.defaults(), options(false, true, true, null, ""));
    assertThat(connack(connect5("c"))).contains("2500");
    assertCloses(Wire.publish(0x31, 0, "t", "", "x"), 0x9A);
    assertRefused(withWill("26"), 0x9A); // will retain
    try (RawMqttClient client = new RawMqttClient(server.address())) { // no return code says it
      byte[] connect =
          packet(0x10, text("MQTT"), hex("04 26 0000"), text("c"), text("w"), text("x"));
      client.send(connect).expectEnd();
    }
  }

  @Test
  @Mqtt3({"3.8.3-2", "3.9.3-2"})
  void thatThereAreNoWildcardsOrSharedSubscriptionsIsToldAndKept() throws Exception {
    start(MqttLimits.defaults(), options(true, false, false, null, ""));
    assertThat(connack(connect5("c"))).contains("2800").contains("2a00");
    byte[] connect = connect5("c", true, 0, "17 00"); // no reason strings
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(subscribe5(1, "", "a/+", 0)).expect("9004 0001 00 a2");
      client.send(subscribe5(2, "", "$share/g/a", 0)).expect("9004 0002 00 9e");
    }
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect4("c", true, 0))) {
      client.send(subscribe4(1, "#", 0)).expect("9003 0001 80");
      client.send(subscribe4(2, "$share/g/a", 0)).expect("9003 0002 80");
    }
  }

  @Test
  @Mqtt5({"3.2.2-21", "3.1.2-22"})
  void theServerKeepAliveIsToldAndKept() throws Exception {
    start(MqttLimits.defaults(), options(true, true, true, 10, ""));
    assertThat(connack(connect5("c", true, 1_000, ""))).contains("13000a");
    try (RawMqttClient five =
            RawMqttClient.connected(server.address(), connect5("5", true, 1_000, ""));
        RawMqttClient four =
            RawMqttClient.connected(server.address(), connect4("4", true, 1_000))) {
      five.expectNothing(); // from here on both are silent
      four.expectNothing();
      server.advanceSeconds(16);
      five.expectDisconnect(0x8D);
      four.expectNothing(); // MQTT 3 has no such thing
    }
  }

  @Test
  @Mqtt5("3.1.2-28")
  void responseInformationIsForThoseWhoAsk() throws Exception {
    start(MqttLimits.defaults(), options(true, true, true, null, "reply/"));
    String property =
        "1a0006" + Wire.hex("reply/".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(connack(connect5("c", true, 0, "19 01"))).contains(property);
    assertThat(connack(connect5("c", true, 0, "19 00"))).doesNotContain(property);
    assertThat(connack(connect5("c"))).doesNotContain(property);
    // left out where it makes the CONNACK too large
    assertThat(connack(connect5("c", true, 0, "19 01 27 00000016"))).doesNotContain(property);
    assertThat(connack(connect5("c", true, 0, "19 01 27 0000001c"))).contains(property);
  }

  @Test
  @Mqtt5({"3.2.2-18", "3.2.2-17"})
  void noAliasIsTakenWhereNoneIsOffered() throws Exception {
    start(MqttLimits.defaults().change().topicAliasMax(0).build(), MqttOptions.defaults());
    assertThat(connack(connect5("c"))).isEqualTo("200b000008" + "210020" + "2700100000");
    assertCloses(publish5(0, 0, "t", "23 0001", "x"), 0x94);
  }

  @Test
  void aUserNameMayBeTheClientIdentifier() throws Exception {
    start(MqttLimits.defaults(), options(true, true, true, null, ""));
    byte[] named = packet(0x10, text("MQTT"), hex("04 80 0000"), text(""), text("pear"));
    RawMqttClient.connected(server.address(), named).close();
    RawMqttClient.connected(server.address(), connect4("own", true, 0)).close();
    assertThat(server.await(ClientConnected.class, 2))
        .extracting(event -> event.client().clientId())
        .containsExactly("pear", "own");
  }

  @Test
  @Mqtt5({
    "3.1.2-24",
    "3.2.2-19",
    "3.4.2-1",
    "3.4.2-2",
    "3.5.2-1",
    "3.5.2-2",
    "3.9.2-1",
    "3.14.2-3",
    "4.13.2-1"
  })
  void reasonStringsGoWhereAPacketWouldBeTooLarge() throws Exception {
    start(MqttLimits.defaults(), MqttOptions.defaults());
    byte[] connect = connect5("c", true, 0, "27 00000014"); // 20 bytes
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(subscribe5(1, "", TOO_DEEP, 0)).expect("9004 0001 00 8f");
      client.send(publish5(1, 2, "$SYS/x", "", "x")).expect("4004 0002 87 00");
      client.send(publish5(2, 3, "$SYS/x", "", "x")).expect("5004 0003 87 00");
      client.send(connect5("c")).expect("e002 82 00").expectEnd();
    }
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client
          .send(connect5("c", true, 0, "27 00000014 21 0000"))
          .expect("2003 00 82 00")
          .expectEnd();
    }
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect5("c"))) {
      assertThat(Wire.hex(client.send(subscribe5(1, "", TOO_DEEP, 0)).read()))
          .matches("90.*1f00.*8f");
      client.send(publish5(1, 2, "$SYS/x", "", "x"));
      assertThat(Wire.hex(client.read())).matches("40..000287..1f00.*");
    }
  }

  @Test
  @Mqtt5("3.1.2-24")
  void whoTakesNotEvenWhatMustBeSentIsClosed() throws Exception {
    start(MqttLimits.defaults(), MqttOptions.defaults());
    assertRefused(connect5("c", true, 0, "27 00000005"), 0x95); // CONNACK with its limits has 16
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(connect5("c", true, 0, "27 00000004")).expectEnd();
    }
    byte[] connect = connect5("c", true, 0, "27 00000014");
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      byte[] many = Wire.join(text("f"), hex("00"));
      byte[][] filters = new byte[18][];
      java.util.Arrays.fill(filters, many);
      client.send(packet(0x82, two(1), hex("00"), Wire.join(filters)));
      client.expect("e002 95 00").expectEnd(); // instead of a SUBACK with 18 codes
    }
  }

  @Test
  @Mqtt5("3.1.2-29")
  void whoWantsNoProblemInformationGetsNone() throws Exception {
    start(MqttLimits.defaults(), MqttOptions.defaults());
    byte[] connect = connect5("c", true, 0, "17 00");
    try (RawMqttClient client = RawMqttClient.connected(server.address(), connect)) {
      client.send(subscribe5(1, "", TOO_DEEP, 0)).expect("9004 0001 00 8f");
      client.send(publish5(1, 2, "$SYS/x", "", "x")).expect("4004 0002 87 00");
      client.send(packet(0xA2, two(3), hex("00"), text("none"))).expect("b004 0003 00 11");
      assertThat(Wire.hex(client.send(connect5("c")).read())).matches("e0..82..1f00.*"); // may have
    }
  }
}
