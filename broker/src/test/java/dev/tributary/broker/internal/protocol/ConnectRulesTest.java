package dev.tributary.broker.internal.protocol;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.internal.protocol.ConnectDecision.Accept;
import dev.tributary.broker.internal.protocol.ConnectDecision.Refuse;
import dev.tributary.broker.internal.protocol.ConnectRules.Origin;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectRulesTest {

  private static final InetSocketAddress SOMEWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final Origin ORIGIN =
      new Origin(SOMEWHERE, SOMEWHERE, "tcp:default", true, null, 77);

  private final ConnectRules rules =
      new ConnectRules(MqttLimits.defaults(), MqttOptions.defaults(), Set.of(), () -> "fresh");

  private ConnectDecision decide(byte[] packet) {
    return rules.decide(Decoded.packet(MqttConnectMessage.class, packet), ORIGIN);
  }

  private void assertRefused(byte[] packet, Reason reason) {
    assertThat(decide(packet))
        .isInstanceOfSatisfying(Refuse.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  private Accept accepted(byte[] packet) {
    return (Accept) decide(packet);
  }

  @Test
  void tellsWhoTheClientIs() {
    byte[] connect =
        packet(0x10, text("MQTT"), hex("04 c2 003c"), text("id"), text("user"), text("secret"));
    ClientInfo client = accepted(connect).client();
    assertThat(client)
        .isEqualTo(
            new ClientInfo(
                "id",
                "user",
                4,
                true,
                60,
                0,
                32,
                PacketProperties.NONE,
                SOMEWHERE,
                SOMEWHERE,
                "tcp:default",
                77,
                client.slot()));
  }

  @Test // [MQTT-3.1.3-6], [MQTT-3.1.3-8]
  void givesAnIdentifierWhereItMay() {
    assertThat(accepted(connect5("")).client().clientId()).isEqualTo("fresh");
    assertThat(accepted(connect5("")).terms().clientIdAssigned()).isTrue();
    assertThat(accepted(connect4("", true, 0)).client().clientId()).isEqualTo("fresh");
    assertRefused(connect4("", false, 0), Reason.CLIENT_ID_INVALID);
  }

  @Test // MQTT 5, 3.1.2.11.2
  void theSessionLivesAsLongAsAskedButNotLongerThanAllowed() {
    assertThat(accepted(connect5("a")).terms().sessionExpirySeconds()).isZero();
    ConnectTerms minute = accepted(connect5("a", true, 0, "11 0000003c")).terms();
    assertThat(minute.sessionExpirySeconds()).isEqualTo(60);
    assertThat(minute.sessionExpiryShortened()).isFalse();
    ConnectTerms forever = accepted(connect5("a", true, 0, "11 ffffffff")).terms();
    assertThat(forever.sessionExpirySeconds()).isEqualTo(7_200);
    assertThat(forever.sessionExpiryShortened()).isTrue();
    assertThat(accepted(connect4("a", true, 0)).terms().sessionExpirySeconds()).isZero();
    assertThat(accepted(connect4("a", false, 0)).terms().sessionExpirySeconds()).isEqualTo(7_200);
  }

  @Test
  void takesTheClientsLimits() {
    ConnectTerms terms = accepted(connect5("a", true, 0, "21 0003 27 00000100 17 00")).terms();
    assertThat(terms.receiveMaximum()).isEqualTo(3);
    assertThat(terms.packetBytesMax()).isEqualTo(256);
    assertThat(terms.problemInformation()).isFalse();
    ConnectTerms absent = accepted(connect5("a")).terms();
    assertThat(absent.receiveMaximum()).isEqualTo(65_535);
    assertThat(absent.problemInformation()).isTrue();
  }

  @Test
  void refusesPropertiesThatContradictTheProtocol() {
    assertRefused(connect5("a", true, 0, "21 0000"), Reason.PROTOCOL_ERROR);
    assertRefused(connect5("a", true, 0, "27 00000000"), Reason.PROTOCOL_ERROR);
    assertRefused(connect5("a", true, 0, "16 0001 00"), Reason.PROTOCOL_ERROR);
    assertRefused(connect5("a", true, 0, "15 0001 61"), Reason.BAD_AUTHENTICATION_METHOD);
  }

  @Test
  void refusesFlagsThatContradictEachOther() {
    // [MQTT-3.1.2-22] of 3.1.1: password without user name
    assertRefused(
        packet(0x10, text("MQTT"), hex("04 42 0000"), text("a"), text("p")),
        Reason.MALFORMED_PACKET);
    // [MQTT-3.1.2-11], [MQTT-3.1.2-13]: will QoS 1, will retain, no will
    assertRefused(
        packet(0x10, text("MQTT"), hex("04 0a 0000"), text("a")), Reason.MALFORMED_PACKET);
    assertRefused(
        packet(0x10, text("MQTT"), hex("04 22 0000"), text("a")), Reason.MALFORMED_PACKET);
    // [MQTT-3.1.2-12]: will QoS 3
    assertRefused(
        packet(0x10, text("MQTT"), hex("04 1e 0000"), text("a"), text("w"), text("x")),
        Reason.MALFORMED_PACKET);
    // the will is a publish: no wildcard
    assertRefused(
        packet(0x10, text("MQTT"), hex("04 06 0000"), text("a"), text("w/#"), text("x")),
        Reason.TOPIC_NAME_INVALID);
  }

  @Test
  void readsTheWill() {
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            hex("05 2e"),
            two(0),
            properties(""),
            text("a"),
            properties("18 0000001e 01 01"),
            text("w"),
            text("x"));
    Will will = accepted(connect).terms().will();
    assertThat(will.topic()).isEqualTo("w");
    assertThat(will.payload()).isEqualTo(new byte[] {'x'});
    assertThat(will.qos()).isEqualTo(1);
    assertThat(will.retain()).isTrue();
    assertThat(will.delaySeconds()).isEqualTo(30);
    assertThat(will.properties().payloadFormatIndicator()).isEqualTo(1);
  }
}
