package dev.tributary.broker.internal.protocol;

import static dev.tributary.broker.Wire.connect5;
import static dev.tributary.broker.Wire.hex;
import static dev.tributary.broker.Wire.packet;
import static dev.tributary.broker.Wire.subscribe4;
import static dev.tributary.broker.Wire.subscribe5;
import static dev.tributary.broker.Wire.text;
import static dev.tributary.broker.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Answers;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Close;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Grant;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Reject;
import dev.tributary.broker.internal.routing.Subscription;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscribeRulesTest {

  private static SubscribeDecision decide5(byte[] packet, Set<String> held) {
    return new SubscribeRules(MqttLimits.defaults(), 5)
        .decide(Decoded.packet(MqttSubscribeMessage.class, connect5("c"), packet), held);
  }

  private static SubscribeDecision decide4(byte[] packet) {
    return new SubscribeRules(MqttLimits.defaults(), 4)
        .decide(Decoded.packet(MqttSubscribeMessage.class, packet), Set.of());
  }

  @Test // MQTT 5, 3.8.3.1
  void readsOptionsAndIdentifier() {
    SubscribeDecision decision = decide5(subscribe5(1, "0b 8001", "a/+", 0x2E), Set.of());
    assertThat(((Answers) decision).all())
        .containsExactly(new Grant(new Subscription("a/+", 2, true, true, 2, 128)));
  }

  @Test // [MQTT-3.8.4-6]
  void answersEachFilterForItself() {
    byte[] packet =
        packet(
            0x82,
            two(1),
            hex("00"),
            text("$share/g/a"),
            hex("00"),
            text("a/#/b"),
            hex("01"),
            text("ok"),
            hex("01"));
    assertThat(((Answers) decide5(packet, Set.of())).all())
        .containsExactly(
            new Reject(0x9E),
            new Reject(0x8F),
            new Grant(new Subscription("ok", 1, false, false, 0, 0)));
    assertThat(((Answers) decide4(subscribe4(1, "$share/g/a", 0))).all())
        .containsExactly(new Reject(0x80));
  }

  @Test // [MQTT-3.8.3-2], MQTT 5 3.8.2.1.2
  void closesForWhatIsForbidden() {
    assertThat(decide5(hex("8203 0001 00"), Set.of())).isInstanceOf(Close.class);
    assertThat(decide5(subscribe5(1, "0b 00", "a", 0), Set.of())).isInstanceOf(Close.class);
  }
}
