package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.connect5Will;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEvent.AuthorizationComplete;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.DeliveryDropped;
import dev.tributary.broker.BrokerEvent.MessageAcked;
import dev.tributary.broker.BrokerEvent.MessageDelivered;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropped;
import dev.tributary.broker.BrokerEvent.SessionSubscribed;
import dev.tributary.broker.BrokerEvent.SessionUnsubscribed;
import dev.tributary.broker.PacketProperties.NumberProperty;
import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of messages and subscriptions, each time exactly once. */
class MessageEventsIT extends WithBroker {

  @Test
  void everyFilterIsToldOfItsOwn() throws IOException {
    byte[] withoutReasons = connect5("c", true, 0, "17 00");
    try (RawMqttClient client = connected(withoutReasons)) {
      client
          .send(
              packet(
                  0x82,
                  two(1),
                  properties("0b 05 26 0002 7375 0002 7376"),
                  text("a/+"),
                  hex("2d"), // Retain Handling 2, Retain As Published, No Local, QoS 1
                  text("b"),
                  hex("02"),
                  text("/".repeat(128)), // more levels than are allowed
                  hex("02")))
          .expect("9006 0001 00 01 02 8f");
      client
          .send(packet(0xA2, two(2), properties("26 0001 78 0001 79"), text("a/+"), text("none")))
          .expect("b005 0002 00 00 11");
      List<SessionSubscribed> subscribed = server.await(SessionSubscribed.class, 2);
      assertThat(subscribed).hasSize(2);
      assertThat(subscribed)
          .extracting(SessionSubscribed::topicFilter, SessionSubscribed::qos)
          .containsExactly(tuple("a/+", 1), tuple("b", 2));
      assertThat(subscribed.getFirst().options())
          .isEqualTo(new BrokerEvent.SubscriptionOptions(1, true, true, 2, 5));
      assertThat(subscribed.getFirst().properties())
          .isEqualTo(
              new PacketProperties(
                  List.of(new NumberProperty("Subscription-Identifier", 5)),
                  List.of(Map.entry("su", "sv"))));
      List<SessionUnsubscribed> ended = server.await(SessionUnsubscribed.class, 1);
      assertThat(ended).hasSize(1);
      assertThat(ended.getFirst().topicFilter()).isEqualTo("a/+");
      assertThat(ended.getFirst().qos()).isEqualTo(1);
      assertThat(ended.getFirst().properties().userProperties())
          .containsExactly(Map.entry("x", "y"));
    }
    assertThat(server.all(AuthorizationComplete.class))
        .extracting(AuthorizationComplete::topic)
        .containsExactly("a/+", "b");
  }

  @Test
  void whoPublishesAndWhoSubscribesWasAllowedTo() throws IOException {
    try (RawMqttClient client = four("c")) {
      client.send(subscribe4(1, "t", 0)).read();
      client.send(publish4(1, 1, "t", "x"));
      List<AuthorizationComplete> asked = server.await(AuthorizationComplete.class, 2);
      assertThat(asked)
          .extracting(AuthorizationComplete::access)
          .containsExactly(Access.SUBSCRIBE, Access.PUBLISH);
      assertThat(asked)
          .allSatisfy(event -> {
            assertThat(event.topic()).isEqualTo("t");
            assertThat(event.allowed()).isTrue();
            assertThat(event.source()).isEqualTo("default");
          });
    }
  }

  @Test
  void aWillIsAPublishOfAClientThatIsGone() throws IOException {
    connected(connect5Will("c", "", "w", "gone")).close();
    MessageDropped dropped = server.await(MessageDropped.class, 1).getFirst();
    assertThat(dropped.message().sender())
        .isInstanceOfSatisfying(
            Sender.Will.class, will -> assertThat(will.info().clientId()).isEqualTo("c"));
    assertThat(server.await(AuthorizationComplete.class, 1).getFirst().topic()).isEqualTo("w");
  }

  @Test
  void eachSubscriberThatAMessageReachesIsTold() throws IOException {
    try (RawMqttClient one = five("one");
        RawMqttClient two = four("two");
        RawMqttClient publisher = four("publisher")) {
      one.send(subscribe5(1, "0b 07", "t", 1)).read();
      two.send(subscribe4(1, "t", 0)).read();
      publisher.send(publish4(2, 1, "t", "x")).read();
      List<MessageDelivered> delivered = server.await(MessageDelivered.class, 2);
      assertThat(delivered)
          .extracting(event -> event.subscriber().clientId() + event.delivery().qos())
          .containsExactlyInAnyOrder("one1", "two0");
      assertThat(delivered)
          .allSatisfy(event -> {
            assertThat(event.dup()).isFalse();
            ClientInfo from = event.delivery().message().publisher();
            assertThat(from == null ? "" : from.clientId()).isEqualTo("publisher");
          });
      one.read();
      one.send(packet(0x40, two(1), hex("00"), properties("26 0001 6b 0001 76")));
      one.expectNothing();
      two.read();
      two.expectNothing();
    }
    List<MessageAcked> acked = server.all(MessageAcked.class);
    assertThat(acked).hasSize(1); // QoS 0 is never acknowledged
    assertThat(acked.getFirst().delivery().subscriptionIdentifier()).isEqualTo(7);
    assertThat(acked.getFirst().properties().userProperties()).containsExactly(Map.entry("k", "v"));
  }

  @Test
  void qos2IsAcknowledgedByTheFirstPubrec() throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(subscribe5(1, "", "t", 2)).read();
      server.broker().publish(own("t", 2, -1));
      client.read();
      client.send(hex("50 02 0001")).expect("6202 0001");
      assertThat(server.await(MessageAcked.class, 1)).hasSize(1);
      client.send(hex("50 02 0001")).expect("6202 0001");
      client.send(hex("70 02 0001"), hex("70 02 0001"), hex("40 02 0001")).expectNothing();
      server.broker().publish(own("t", 2, -1));
      client.read();
      client.send(hex("50 03 0002 97")).expectNothing(); // refused, which is an answer too
    }
    assertThat(server.all(MessageAcked.class)).hasSize(2);
    assertThat(server.metric("messages.acked")).isEqualTo(2);
  }

  @Test
  void whatIsSentAgainIsToldAgain() throws IOException {
    try (RawMqttClient client = staying("c", 0)) {
      client.send(subscribe5(1, "", "t", 1)).read();
      server.broker().publish(own("t", 1, -1));
      client.read();
    }
    assertGone(1, "tcp_closed");
    try (RawMqttClient client = staying("c", 0)) {
      client.read();
      assertThat(server.await(MessageDelivered.class, 2))
          .extracting(MessageDelivered::dup)
          .containsExactly(false, true);
    }
  }

  @Test
  void aMessageForNobodyIsToldOnce() throws IOException {
    try (RawMqttClient client = four("c")) {
      client.send(publish4(1, 1, "nobody", "x")).expect("4002 0001");
    }
    assertThat(server.all(MessageDropped.class))
        .extracting(MessageDropped::reason)
        .containsExactly(MessageDropReason.NO_SUBSCRIBERS);
  }

  @Test
  void aPublishThatIsTurnedAwayIsStillAMessage() throws IOException {
    server.handler((_, custody) -> custody.defer());
    try (RawMqttClient client = five("c")) {
      client.send(publish5(2, 1, "first", "23 0003", "x"));
      server.await("messages.qos2.received", 1);
      client.send(publish(0x3C, 1, "", "23 0003", "x")); // DUP: a repetition is no loss
      client.send(publish(0x34, 1, "", "23 0003", "other"));
      MessageDropped lost = server.await(MessageDropped.class, 2).get(1); // the first is for nobody
      assertThat(lost.reason()).isEqualTo(MessageDropReason.PACKET_IDENTIFIER_IN_USE);
      assertThat(lost.message().topic()).isEqualTo("first");
      assertThat(lost.message().payload()).isEqualTo("other".getBytes(UTF_8));
      assertThat(server.metric("messages.dropped")).isEqualTo(2);
      assertThat(server.metric("packets.publish.inuse")).isEqualTo(2);
    }
  }

  @Test // [MQTT-3.3.4-7]
  void aPublishAboveTheReceiveMaximumIsTold() throws IOException {
    try (RawMqttClient client = five("c")) {
      for (int id = 1; id <= 33; id++) {
        client.send(publish5(2, id, "t" + id, "", "x"));
      }
      server.awaitEvent(event ->
          event instanceof MessageDropped dropped
              && dropped.reason() == MessageDropReason.RECEIVE_MAXIMUM_EXCEEDED
              && dropped.message().topic().equals("t33"));
    }
    assertGone(1, "receive_maximum_exceeded");
    assertThat(server.metric("messages.dropped.receive_maximum")).isEqualTo(1);
  }

  @Test
  void whatASubscriberDoesNotGetIsToldWithTheReason() throws IOException {
    try (RawMqttClient client = connected(connect5("c", false, 0, "11 0000003c 27 00000032"))) {
      client.send(subscribe5(1, "", "local", 0x05)).read();
      client.send(subscribe5(1, "", "t", 1)).read();
      client.send(publish5(1, 1, "local", "", "x")).read();
      assertDropped(1, DeliveryDropReason.NO_LOCAL);
      server.broker().publish(own("t", 1, 0));
      assertDropped(2, DeliveryDropReason.EXPIRED);
      client.send(publish5(1, 2, "t", "", "x".repeat(60))).read();
      assertDropped(3, DeliveryDropReason.TOO_LARGE);
    }
    assertGone(1, "tcp_closed");
    for (int i = 0; i < 1_001; i++) {
      server.broker().publish(own("t", 1, -1));
    }
    assertDropped(4, DeliveryDropReason.QUEUE_FULL);
    // Delivered were none of them.
    assertThat(server.all(MessageDelivered.class)).isEmpty();
  }

  private void assertDropped(int count, DeliveryDropReason reason) {
    DeliveryDropped dropped = server.await(DeliveryDropped.class, count).get(count - 1);
    assertThat(dropped.reason()).isEqualTo(reason);
    assertThat(dropped.subscriber().clientId()).isEqualTo("c");
  }

  private Message own(String topic, int qos, long expirySeconds) {
    return new Message(
        new Message.MessageId(1, 2),
        topic,
        new byte[] {'x'},
        qos,
        false,
        false,
        new Sender.Server("rule", null),
        new Message.PublishProperties(expirySeconds, -1, 0, null, null, null, List.of()),
        server.nowMillis());
  }
}
