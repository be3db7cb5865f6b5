package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropped;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MQTT 5, 4.8.2, through sockets. */
class SharedSubscriptionsIT {

  private static final String EXPIRES_LATE = "11 00000e10";

  private TestBroker broker;
  private RawMqttClient publisher;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(settings(SharedStrategy.ROUND_ROBIN, true));
    broker.start();
    publisher = RawMqttClient.connected(broker.address(), connect5("publisher"));
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
    broker.close();
  }

  private static BrokerSettings settings(SharedStrategy strategy, boolean exclusive) {
    MqttOptions from = MqttOptions.defaults();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return BrokerSettings.of(List.of(ListenerSettings.tcp("default", any)), MqttLimits.defaults())
        .with(
            new MqttOptions(
                true,
                true,
                true,
                exclusive,
                strategy,
                null,
                false,
                false,
                "",
                null,
                null,
                false,
                from.peerCertAsUsername(),
                from.peerCertAsClientId()));
  }

  private RawMqttClient member(String clientId, String... filters) throws IOException {
    RawMqttClient member = RawMqttClient.connected(broker.address(), connect5(clientId));
    subscribe(member, filters);
    return member;
  }

  private RawMqttClient durable(String clientId, boolean clean) throws IOException {
    return RawMqttClient.connected(broker.address(), connect5(clientId, clean, 0, EXPIRES_LATE));
  }

  private static void subscribe(RawMqttClient member, String... filters) throws IOException {
    for (String filter : filters) {
      member.send(subscribe5(7, "", filter, 1)).expect("90 04 0007 00 01");
    }
  }

  private static byte[] unsubscribe(String filter) {
    return packet(0xA2, two(8), properties(""), text(filter));
  }

  /** QoS 1, acknowledged. */
  private void publish(String topic, String payload) throws IOException {
    publisher.send(publish5(1, 1, topic, "", payload));
    assertThat(publisher.read()[0]).isEqualTo((byte) 0x40);
  }

  /** The payload of the next QoS 1 message, which is acknowledged. */
  private static String next(RawMqttClient client) throws IOException {
    byte[] packet = client.read();
    assertThat(packet[0]).as("PUBLISH of QoS 1").isEqualTo((byte) 0x32);
    int topic = (packet[2] & 0xFF) << 8 | packet[3];
    client.send(packet(0x40, new byte[] {packet[4 + topic], packet[5 + topic]}));
    int payload = 4 + topic + 2 + 1;
    return new String(packet, payload, packet.length - payload, StandardCharsets.UTF_8);
  }

  @Test
  void eachMessageGoesToOneMemberOfEachGroupAndToEachWhoSubscribesPlainly() throws IOException {
    try (RawMqttClient one = member("one", "$share/g/t/+");
        RawMqttClient two = member("two", "$share/g/t/+");
        RawMqttClient other = member("other", "$share/h/t/+");
        RawMqttClient plain = member("plain", "t/1")) {
      for (int i = 0; i < 4; i++) {
        publish("t/1", "m" + i);
      }
      List<String> ofOne = List.of(next(one), next(one));
      List<String> ofTwo = List.of(next(two), next(two));
      one.expectNothing();
      two.expectNothing();
      assertThat(ofOne).doesNotContainAnyElementsOf(ofTwo);
      for (int i = 0; i < 4; i++) {
        assertThat(next(other)).isEqualTo("m" + i);
        assertThat(next(plain)).isEqualTo("m" + i);
      }
      assertThat(broker.metric("subscriptions.shared.count")).isEqualTo(3);
      assertThat(broker.metric("subscriptions.count")).isEqualTo(4);
      assertThat(broker.metric("topics.count")).isEqualTo(2);
    }
  }

  @Test
  void aMemberThatSubscribesPlainlyTooGetsBothAndOneOfTwoGroupsOneOfEach() throws IOException {
    try (RawMqttClient one = member("one", "$share/g/t", "$share/h/t", "t")) {
      publish("t", "m");
      assertThat(List.of(next(one), next(one), next(one))).containsOnly("m");
      one.expectNothing();
    }
  }

  @Test
  void theQosIsTheSmallerOne() throws IOException {
    try (RawMqttClient one = RawMqttClient.connected(broker.address(), connect5("one"))) {
      one.send(subscribe5(7, "", "$share/g/t", 0)).expect("90 04 0007 00 00");
      publish("t", "m");
      assertThat(one.read()[0]).isEqualTo((byte) 0x30);
    }
  }

  @Test
  void retainedMessagesAreNotSentToGroups() throws IOException {
    publisher.send(Wire.publish(0x33, 1, "t", "", "kept"));
    assertThat(publisher.read()[0]).isEqualTo((byte) 0x40);
    try (RawMqttClient one = member("one", "$share/g/t")) {
      one.expectNothing();
      subscribe(one, "t");
      assertThat(one.read()[0]).isEqualTo((byte) 0x33);
    }
  }

  @Test
  void whoIsConnectedGoesFirstAndWhoIsNotGetsItIntoTheQueue() throws IOException {
    try (RawMqttClient away = durable("away", true)) {
      subscribe(away, "$share/g/t");
    }
    broker.await("connections.count", 1);
    try (RawMqttClient here = member("here", "$share/g/t")) {
      publish("t", "1");
      publish("t", "2");
      assertThat(List.of(next(here), next(here))).containsExactly("1", "2");
    }
    broker.await("subscriptions.count", 1);
    publish("t", "3");
    try (RawMqttClient back = durable("away", false)) {
      assertThat(next(back)).isEqualTo("3");
      back.expectNothing();
    }
  }

  @Test
  void aGroupWithoutMembersIsNobody() throws IOException {
    try (RawMqttClient one = member("one", "$share/g/t")) {
      one.send(unsubscribe("$share/g/t")).expect("b0 04 0008 00 00");
      publish("t", "m");
      one.expectNothing();
      assertThat(broker.await(MessageDropped.class, 1))
          .allSatisfy(
              drop -> assertThat(drop.reason()).isEqualTo(MessageDropReason.NO_SUBSCRIBERS));
    }
    assertThat(broker.metric("subscriptions.shared.count")).isZero();
    assertThat(broker.metric("topics.count")).isZero();
  }

  @Test
  void anExclusiveTopicHasOneSubscriber() throws IOException {
    try (RawMqttClient one = member("one", "$exclusive/t", "$exclusive/t");
        RawMqttClient two = member("two", "t")) {
      two.send(subscribe5(9, "", "$exclusive/t", 1));
      byte[] refused = two.read();
      assertThat(refused[refused.length - 1]).isEqualTo((byte) 0x97);
      publish("t", "m");
      assertThat(next(one)).isEqualTo("m");
      assertThat(next(two)).isEqualTo("m");
      one.send(unsubscribe("$exclusive/t")).expect("b0 04 0008 00 00");
      subscribe(two, "$exclusive/t");
      publish("t", "n");
      one.expectNothing();
      assertThat(List.of(next(two), next(two))).containsOnly("n");
    }
  }
}
