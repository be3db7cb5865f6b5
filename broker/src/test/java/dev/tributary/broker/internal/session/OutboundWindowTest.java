package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.session.OutboundWindow.Received;
import dev.tributary.broker.internal.session.OutboundWindow.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundWindowTest {

  private static final byte[] EMPTY = {};

  private static Delivery delivery(String topic, int qos, long expirySeconds) {
    PublishProperties properties =
        new PublishProperties(expirySeconds, -1, 0, null, null, null, List.of());
    Message message =
        new Message(
            new MessageId(0, 0),
            topic,
            EMPTY,
            qos,
            false,
            false,
            new Sender.Server("test", null),
            properties,
            0);
    return new Delivery(message, qos, false, 0);
  }

  private static Delivery delivery(String topic, int qos) {
    return delivery(topic, qos, -1);
  }

  @Test // [MQTT-3.3.4-9]
  void sendsNoMoreThanTheWindowAndGoesOnWithEachAcknowledgement() {
    OutboundWindow window = new OutboundWindow(2, 10);
    for (String topic : List.of("a", "b", "c")) {
      window.offer(delivery(topic, 1));
    }
    assertThat(window.next(0)).isEqualTo(new Step.Publish(1, delivery("a", 1), false));
    assertThat(window.next(0)).isEqualTo(new Step.Publish(2, delivery("b", 1), false));
    assertThat(window.next(0)).isEqualTo(new Step.Rest());
    assertThat(window.acknowledge(9)).isFalse();
    assertThat(window.next(0)).isEqualTo(new Step.Rest());
    assertThat(window.acknowledge(2)).isTrue();
    assertThat(window.acknowledge(2)).isFalse();
    assertThat(window.next(0)).isEqualTo(new Step.Publish(3, delivery("c", 1), false));
  }

  @Test
  void dropsTheOldestWhenTheQueueIsFull() {
    OutboundWindow window = new OutboundWindow(1, 2);
    assertThat(window.offer(delivery("a", 1))).isNull();
    assertThat(window.offer(delivery("b", 1))).isNull();
    assertThat(window.offer(delivery("c", 1))).isEqualTo(delivery("a", 1));
    assertThat(window.waiting()).isEqualTo(2);
  }

  @Test // [MQTT-4.3.3-2] to [MQTT-4.3.3-7]
  void qos2TakesTwoAcknowledgements() {
    OutboundWindow window = new OutboundWindow(1, 10);
    window.offer(delivery("a", 2));
    window.next(0);
    assertThat(window.acknowledge(1)).as("PUBACK for QoS 2").isFalse();
    assertThat(window.complete(1)).as("PUBCOMP before PUBREC").isFalse();
    assertThat(window.received(1, 0)).isEqualTo(Received.RELEASE);
    assertThat(window.received(1, 0)).as("PUBREC again").isEqualTo(Received.RELEASE);
    assertThat(window.complete(1)).isTrue();
    assertThat(window.received(1, 0)).isEqualTo(Received.UNKNOWN);
    assertThat(window.inflight()).isZero();
  }

  @Test // MQTT 5, 4.3.3: an error code in PUBREC ends the flow
  void aRefusedQos2MessageLeavesTheWindow() {
    OutboundWindow window = new OutboundWindow(1, 10);
    window.offer(delivery("a", 2));
    window.offer(delivery("b", 2));
    window.next(0);
    assertThat(window.received(1, 0x97)).isEqualTo(Received.ENDED);
    assertThat(window.next(0)).isEqualTo(new Step.Publish(2, delivery("b", 2), false));
  }

  @Test // [MQTT-4.4.0-1], [MQTT-4.6.0-1]
  void repeatsInOrderAfterAReconnectWithinASmallerWindow() {
    OutboundWindow window = new OutboundWindow(3, 10);
    for (String topic : List.of("a", "b", "c", "d")) {
      window.offer(delivery(topic, 2));
    }
    window.next(0);
    window.next(0);
    window.next(0);
    window.received(1, 0);
    window.resume(2);
    assertThat(window.next(0)).isEqualTo(new Step.Release(1));
    assertThat(window.next(0)).isEqualTo(new Step.Publish(2, delivery("b", 2), true));
    assertThat(window.next(0)).isEqualTo(new Step.Rest());
    assertThat(window.complete(1)).isTrue();
    assertThat(window.next(0)).isEqualTo(new Step.Publish(3, delivery("c", 2), true));
    window.received(2, 0);
    window.complete(2);
    assertThat(window.next(0)).isEqualTo(new Step.Publish(4, delivery("d", 2), false));
  }

  @Test
  void anAcknowledgementMayComeBeforeTheRepetition() {
    OutboundWindow window = new OutboundWindow(1, 10);
    window.offer(delivery("a", 1));
    window.offer(delivery("b", 1));
    window.next(0);
    window.resume(1);
    assertThat(window.acknowledge(1)).isTrue();
    assertThat(window.next(0)).isEqualTo(new Step.Publish(2, delivery("b", 1), false));
    assertThat(window.next(0)).isEqualTo(new Step.Rest());
  }

  @Test // [MQTT-3.3.2-5]
  void expiredMessagesAreNotSent() {
    OutboundWindow window = new OutboundWindow(5, 10);
    window.offer(delivery("a", 1, 10));
    window.offer(delivery("b", 1, 11));
    assertThat(window.next(10_000)).isEqualTo(new Step.Expired(delivery("a", 1, 10)));
    assertThat(window.next(10_000)).isEqualTo(new Step.Publish(1, delivery("b", 1, 11), false));
  }

  @Test // [MQTT-2.2.1-4]
  void packetIdentifiersInUseAreSkippedAndZeroIsNeverUsed() {
    OutboundWindow window = new OutboundWindow(2, 10);
    window.offer(delivery("stays", 1));
    window.next(0);
    for (int i = 0; i < 70_000; i++) {
      window.offer(delivery("goes", 1));
      Step.Publish sent = (Step.Publish) window.next(0);
      assertThat(sent.packetId()).isBetween(2, 65_535);
      window.acknowledge(sent.packetId());
    }
  }
}
