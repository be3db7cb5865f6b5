package dev.tributary.broker.internal.protocol;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.internal.protocol.PublishDecision.Accept;
import dev.tributary.broker.internal.protocol.PublishDecision.Close;
import dev.tributary.broker.internal.protocol.PublishDecision.Repeat;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishRulesTest {

  private final PublishRules four =
      new PublishRules(MqttLimits.defaults(), MqttOptions.defaults(), 4);
  private final PublishRules five =
      new PublishRules(MqttLimits.defaults(), MqttOptions.defaults(), 5);

  private PublishDecision decide4(byte[] packet, int qos1Open, int qos2Open) {
    MqttPublishMessage publish = Decoded.packet(MqttPublishMessage.class, packet);
    return four.decide(publish, false, qos1Open, qos2Open);
  }

  private PublishDecision decide5(byte[] packet, int qos1Open, int qos2Open) {
    MqttPublishMessage publish = Decoded.packet(MqttPublishMessage.class, connect5("c"), packet);
    return five.decide(publish, false, qos1Open, qos2Open);
  }

  private void assertCloses(PublishDecision decision, Reason reason) {
    assertThat(decision)
        .isInstanceOfSatisfying(Close.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  @Test
  void acceptsWhatIsAllowed() {
    Accept plain = new Accept("t", PublishProperties.NONE);
    assertThat(decide4(publish4(0, 0, "t", ""), 0, 0)).isEqualTo(plain);
    assertThat(decide4(publish4(2, 1, "t", "x"), 0, 99)).isEqualTo(plain);
    assertThat(decide5(publish5(1, 1, "t", "", "x"), 31, 0)).isEqualTo(plain);
  }

  @Test // [MQTT-3.3.4-7], [MQTT-3.3.4-8]
  void countsWhatIsOpen() {
    assertCloses(decide5(publish5(1, 1, "t", "", "x"), 20, 12), Reason.RECEIVE_MAXIMUM_EXCEEDED);
    assertThat(decide5(publish5(0, 0, "t", "", "x"), 20, 12)).isInstanceOf(Accept.class);
    assertThat(decide4(publish4(1, 1, "t", "x"), 1_000, 99)).isInstanceOf(Accept.class);
    assertCloses(decide4(publish4(2, 1, "t", "x"), 0, 100), Reason.RECEIVE_MAXIMUM_EXCEEDED);
  }

  @Test // [MQTT-4.3.3-10]
  void aRepetitionIsOnlyAcknowledgedEvenIfTheWindowIsFull() {
    MqttPublishMessage packet =
        Decoded.packet(MqttPublishMessage.class, publish(0x3c, 1, "t", null, "x"));
    assertThat(four.decide(packet, true, 0, 100)).isInstanceOf(Repeat.class);
  }

  @Test // [MQTT-3.3.1-2], [MQTT-3.2.2-11]
  void forbiddenFlagsClose() {
    assertCloses(decide4(publish(0x38, 0, "t", null, "x"), 0, 0), Reason.MALFORMED_PACKET);
    MqttLimits qos1 = MqttLimits.defaults().change().qosMax(1).build();
    MqttPublishMessage two = Decoded.packet(MqttPublishMessage.class, publish4(2, 1, "t", "x"));
    assertCloses(
        new PublishRules(qos1, MqttOptions.defaults(), 4).decide(two, false, 0, 0),
        Reason.QOS_NOT_SUPPORTED);
  }

  @Test // [MQTT-3.3.2-8] and following
  void aliasesAreSetUsedAndReplaced() {
    assertThat(decide5(publish5(0, 0, "a", "23 0001", "x"), 0, 0)).isInstanceOf(Accept.class);
    assertThat(((Accept) decide5(publish5(0, 0, "", "23 0001", "x"), 0, 0)).topic()).isEqualTo("a");
    assertThat(decide5(publish5(0, 0, "b", "23 0001", "x"), 0, 0)).isInstanceOf(Accept.class);
    assertThat(((Accept) decide5(publish5(0, 0, "", "23 0001", "x"), 0, 0)).topic()).isEqualTo("b");
    assertCloses(decide5(publish5(0, 0, "", "23 0002", "x"), 0, 0), Reason.PROTOCOL_ERROR);
    assertCloses(decide5(publish5(0, 0, "a", "23 0000", "x"), 0, 0), Reason.TOPIC_ALIAS_INVALID);
    assertCloses(decide5(publish5(0, 0, "a", "23 0101", "x"), 0, 0), Reason.TOPIC_ALIAS_INVALID);
  }

  @Test
  void propertiesAreRead() {
    String all = "01 01 02 0000003c 03 0001 63 08 0001 72 09 0001 ff 26 0001 6b 0001 76";
    PublishProperties read = ((Accept) decide5(publish5(0, 0, "t", all, "x"), 0, 0)).properties();
    assertThat(read.payloadFormatIndicator()).isEqualTo(1);
    assertThat(read.messageExpiryIntervalSeconds()).isEqualTo(60);
    assertThat(read.contentType()).isEqualTo("c");
    assertThat(read.responseTopic()).isEqualTo("r");
    assertThat(read.correlationData()).isEqualTo(new byte[] {(byte) 0xFF});
    assertThat(read.userProperties()).isEqualTo(List.of(Map.entry("k", "v")));
  }

  @Test // [MQTT-3.3.4-6]
  void aSubscriptionIdentifierFromAClientCloses() {
    assertCloses(decide5(publish5(0, 0, "t", "0b 01", "x"), 0, 0), Reason.PROTOCOL_ERROR);
  }
}
