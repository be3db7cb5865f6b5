package dev.tributary.broker.internal.protocol;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Answers;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Close;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Grant;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Reject;
import dev.tributary.broker.internal.routing.Subscription;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeRulesTest {

  private static SubscribeDecision decide5(byte[] packet, Set<String> held) {
    return new SubscribeRules(MqttLimits.defaults(), MqttOptions.defaults(), 5)
        .decide(Decoded.packet(MqttSubscribeMessage.class, connect5("c"), packet), held);
  }

  private static SubscribeDecision decide4(byte[] packet) {
    return new SubscribeRules(MqttLimits.defaults(), MqttOptions.defaults(), 4)
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
            text("/".repeat(128)),
            hex("01"),
            text("ok"),
            hex("01"));
    Answers answers = (Answers) decide5(packet, Set.of());
    assertThat(answers.all())
        .containsExactly(
            new Grant(new Subscription("$share/g/a", 0, false, false, 0, 0)),
            new Reject(0x8F, "129 topic levels: at most 128 are allowed"),
            new Grant(new Subscription("ok", 1, false, false, 0, 0)));
    assertThat(answers.detail()).isEqualTo("129 topic levels: at most 128 are allowed");
  }

  @ParameterizedTest // [MQTT-4.8.2-1], [MQTT-4.8.2-2], [MQTT-4.7.1-1], [MQTT-4.7.1-2]
  @ValueSource(
      strings = {
        "$share/",
        "$share/g",
        "$share//t",
        "$share/g/",
        "$share/g+/t",
        "$share/#/t",
        "$share/g/a#",
        "$share/g/+a",
        "a#",
        "#/a",
        "a+",
        "+a/b",
        ""
      })
  void badFiltersClose(String filter) {
    assertThat(
            List.of(
                decide5(subscribe5(1, "", filter, 0), Set.of()), decide4(subscribe4(1, filter, 0))))
        .allSatisfy(decision ->
            assertThat(decision)
                .isInstanceOfSatisfying(
                    Close.class,
                    no -> assertThat(no.reason()).isEqualTo(Reason.TOPIC_FILTER_INVALID)));
  }

  @Test // 3.1.1: [MQTT-3.9.3-2]
  void whatIsTooDeepIsRejected() {
    String deep = "/".repeat(128);
    assertThat(((Answers) decide5(subscribe5(1, "", deep, 0), Set.of())).all())
        .singleElement()
        .satisfies(answer -> assertThat(answer.code()).isEqualTo(0x8F));
    assertThat(((Answers) decide4(subscribe4(1, deep, 0))).all())
        .singleElement()
        .satisfies(answer -> assertThat(answer.code()).isEqualTo(0x80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$share/g/t",
        "$share/g/#",
        "$share/g//",
        "$share/g/+/a",
        "/",
        "//",
        "+",
        "#",
        "$x"
      })
  void goodFiltersAreGranted(String filter) {
    assertThat(((Answers) decide5(subscribe5(1, "", filter, 1), Set.of())).all())
        .singleElement()
        .isInstanceOf(Grant.class);
  }

  @Test // [MQTT-3.8.3-4]
  void noLocalWithASharedSubscriptionCloses() {
    for (String filter : new String[] {"$share/g/t", "$queue/t"}) {
      assertThat(decide5(subscribe5(1, "", filter, 0x04), Set.of()))
          .isInstanceOfSatisfying(
              Close.class, no -> assertThat(no.reason()).isEqualTo(Reason.PROTOCOL_ERROR));
    }
  }

  @Test // [MQTT-3.2.2-10], MQTT 5 3.2.2.3.11 and 3.2.2.3.13
  void whatIsNotOfferedIsRejected() {
    SubscribeRules none = new SubscribeRules(qos1(), offering(false, false), 5);
    assertThat(code(none, "$share/g/t")).isEqualTo(0x9E);
    assertThat(code(none, "$queue/t")).isEqualTo(0x9E);
    assertThat(code(none, "a/+")).isEqualTo(0xA2);
    assertThat(code(none, "a")).isEqualTo(1); // asked 2, at most 1 is granted
    SubscribeRules shared = new SubscribeRules(qos1(), offering(false, true), 5);
    assertThat(code(shared, "$share/g/t")).isEqualTo(1);
    assertThat(code(shared, "$share/g/#")).isEqualTo(0xA2);
  }

  @Test
  void moreThanMayBeAreRejected() {
    MqttLimits two = MqttLimits.defaults().change().subscriptionsMax(2).build();
    SubscribeRules rules = new SubscribeRules(two, MqttOptions.defaults(), 5);
    byte[] packet =
        packet(
            0x82, two(1), hex("00"), text("a"), hex("00"), text("b"), hex("00"), text("c"),
            hex("00"));
    SubscribeDecision decision =
        rules.decide(
            Decoded.packet(MqttSubscribeMessage.class, connect5("c"), packet), Set.of("a"));
    assertThat(((Answers) decision).all())
        .extracting(SubscribeDecision.Answer::code)
        .containsExactly(0, 0, 0x97);
  }

  private static int code(SubscribeRules rules, String filter) {
    MqttSubscribeMessage packet =
        Decoded.packet(MqttSubscribeMessage.class, connect5("c"), subscribe5(1, "", filter, 2));
    return ((Answers) rules.decide(packet, Set.of())).all().getFirst().code();
  }

  private static MqttLimits qos1() {
    return MqttLimits.defaults().change().qosMax(1).build();
  }

  private static MqttOptions offering(boolean wildcards, boolean shared) {
    MqttOptions from = MqttOptions.defaults();
    return new MqttOptions(
        from.retainAvailable(),
        wildcards,
        shared,
        from.exclusiveSubscription(),
        from.sharedStrategy(),
        from.serverKeepAliveSeconds(),
        from.upgradeQos(),
        from.ignoreLoopDeliver(),
        from.responseInformation(),
        from.messageExpiryMax(),
        from.retryInterval(),
        from.useUsernameAsClientId(),
        from.peerCertAsUsername(),
        from.peerCertAsClientId());
  }

  @Test // [MQTT-3.8.3-2], MQTT 5 3.8.2.1.2
  void closesForWhatIsForbidden() {
    assertThat(decide5(hex("8203 0001 00"), Set.of())).isInstanceOf(Close.class);
    assertThat(decide5(subscribe5(1, "0b 00", "a", 0), Set.of())).isInstanceOf(Close.class);
  }
}
