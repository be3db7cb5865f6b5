package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code retainer.*} through sockets: each bound hit, and the answer to it. */
class RetainedIT {

  @TempDir private Path folder;

  private static final RateLimit TWO_PER_SECOND = new RateLimit(2, Duration.ofSeconds(1), 0);

  private static BrokerSettings settings(RetainerOptions retainer) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return BrokerSettings.of(List.of(ListenerSettings.tcp("default", any)), MqttLimits.defaults())
        .with(retainer);
  }

  private static RetainerOptions options(
      boolean enable, int messagesMax, int payloadBytesMax, boolean stopPublishClear) {
    return new RetainerOptions(
        enable, messagesMax, payloadBytesMax, null, null, null, null, null, stopPublishClear, true);
  }

  private static RetainerOptions rates(@Nullable RateLimit publish, @Nullable RateLimit delivery) {
    return new RetainerOptions(true, 0, 100, publish, delivery, null, null, null, false, true);
  }

  private static TestBroker started(BrokerSettings settings) throws ListenException {
    TestBroker broker = new TestBroker(settings);
    broker.start();
    return broker;
  }

  private static RawMqttClient connected(TestBroker broker, String clientId) throws IOException {
    return RawMqttClient.connected(broker.address(), connect5(clientId));
  }

  /** QoS 1 and acknowledged, whatever became of it. */
  private static void retain(RawMqttClient client, String topic, String payload)
      throws IOException {
    client.send(publish(0x33, 1, topic, "", payload));
    assertThat(client.read()[0]).isEqualTo((byte) 0x40);
  }

  private static RawMqttClient subscribed(RawMqttClient client, String filter, int options)
      throws IOException {
    return client
        .send(subscribe5(7, "", filter, options))
        .expect("90 04 0007 00 0" + (options & 3));
  }

  private static void expect(RawMqttClient client, String topic, String payload)
      throws IOException {
    client.expect(publish(0x31, 0, topic, "", payload));
  }

  @Test
  void switchedOffNothingIsKeptButAllIsRouted() throws Exception {
    try (TestBroker broker = started(settings(options(false, 0, 100, false)));
        RawMqttClient one = connected(broker, "one");
        RawMqttClient two = connected(broker, "two")) {
      subscribed(two, "t", 0);
      retain(one, "t", "m");
      two.expect(publish(0x30, 0, "t", "", "m"));
      subscribed(one, "t", 0).expectNothing();
      assertThat(broker.metric("retained.count")).isZero();
    }
  }

  @Test
  void beyondABoundAMessageIsRoutedAndCountedAndNotKept() throws Exception {
    try (TestBroker broker = started(settings(options(true, 1, 3, false)));
        RawMqttClient one = connected(broker, "one");
        RawMqttClient two = connected(broker, "two")) {
      subscribed(two, "#", 0);
      retain(one, "a", "1");
      retain(one, "b", "1");
      retain(one, "a", "1234");
      for (String payload : List.of("1", "1", "1234")) {
        assertThat(new String(two.read(), StandardCharsets.UTF_8)).endsWith(payload);
      }
      assertThat(broker.metric("retained.dropped.store_full")).isEqualTo(1);
      assertThat(broker.metric("retained.dropped.payload_too_large")).isEqualTo(1);
      subscribed(one, "#", 0);
      expect(one, "a", "1");
      one.expectNothing();
      Retained retained = broker.broker().retained();
      retained.change(options(true, 2, 3, false));
      retain(one, "b", "2");
      assertThat(retained.count()).isEqualTo(2);
    }
  }

  @Test
  void beyondThePublishRateNothingIsKeptUntilItIsTime() throws Exception {
    try (TestBroker broker = started(settings(rates(TWO_PER_SECOND, null)));
        RawMqttClient one = connected(broker, "one")) {
      List.of("a", "b").forEach(topic -> retainUnchecked(one, topic));
      retain(one, "c", "1");
      assertThat(broker.metric("retained.dropped.rate_exceeded")).isEqualTo(1);
      assertThat(broker.metric("retained.count")).isEqualTo(2);
      broker.advanceSeconds(1);
      retain(one, "c", "1");
      assertThat(broker.metric("retained.count")).isEqualTo(3);
    }
  }

  private static void retainUnchecked(RawMqttClient client, String topic) {
    try {
      retain(client, topic, "1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theDeliveryRatePacesEachClient() throws Exception {
    try (TestBroker broker = started(settings(rates(null, TWO_PER_SECOND)));
        RawMqttClient one = connected(broker, "one")) {
      for (int i = 0; i < 5; i++) {
        retain(one, "t/" + i, "m");
      }
      subscribed(one, "t/#", 0);
      expect(one, "t/0", "m");
      expect(one, "t/1", "m");
      one.expectNothing();
      broker.advanceSeconds(1);
      expect(one, "t/2", "m");
      expect(one, "t/3", "m");
      one.expectNothing();
      broker.advanceSeconds(1);
      expect(one, "t/4", "m");
    }
  }

  @Test
  void theEmptyMessageThatClearsIsRoutedUnlessItIsStopped() throws Exception {
    try (TestBroker broker = started(settings(options(true, 0, 100, false)));
        RawMqttClient one = connected(broker, "one");
        RawMqttClient two = connected(broker, "two")) {
      subscribed(two, "t", 0);
      retain(one, "t", "");
      two.expect(publish(0x30, 0, "t", "", ""));
      broker.broker().retained().change(options(true, 0, 100, true));
      retain(one, "t", "m");
      retain(one, "t", "");
      two.expect(publish(0x30, 0, "t", "", "m"));
      two.expectNothing();
      assertThat(broker.metric("retained.count")).isZero();
    }
  }

  @Test
  @Mqtt5({"3.3.2-5", "3.3.2-6"})
  void itsLifeIsCountedDownAndEnds() throws Exception {
    try (TestBroker broker = started(settings(options(true, 0, 100, false)));
        RawMqttClient one = connected(broker, "one")) {
      one.send(publish(0x33, 1, "t", "02 0000000a", "m"));
      assertThat(one.read()[0]).isEqualTo((byte) 0x40);
      broker.advanceSeconds(4);
      subscribed(one, "t", 0).expect(publish(0x31, 0, "t", "02 00000006", "m"));
      broker.advanceSeconds(6);
      subscribed(one, "t", 0).expectNothing();
      assertThat(broker.metric("retained.count")).isZero();
    }
  }

  @Test
  @Mqtt5({"3.3.1-9", "3.3.1-10", "3.3.1-11"})
  void retainHandlingSaysWhenTheyAreSent() throws Exception {
    try (TestBroker broker = started(settings(options(true, 0, 100, false)));
        RawMqttClient one = connected(broker, "one")) {
      retain(one, "t", "m");
      subscribed(one, "t", 0x20).expectNothing();
      subscribed(one, "t", 0x10).expectNothing();
      subscribed(one, "+", 0x10);
      expect(one, "t", "m");
      subscribed(one, "t", 0x00);
      expect(one, "t", "m");
      subscribed(one, "t", 0x04).expectNothing(); // no local: it is its own message
    }
  }

  /** More than any queue holds: 20,000 at QoS 0, then 5,000 at QoS 1 through a window of 32. */
  @Test
  void hugeSetsComeWholeAsTheClientTakesThem() throws Exception {
    int many = 20_000;
    try (TestBroker broker = started(settings(options(true, 0, 100, false)));
        RawMqttClient one = connected(broker, "one")) {
      broker.wants(Set.of());
      for (int i = 0; i < many; i++) {
        broker.broker().publish(message("t/%05d".formatted(i)));
      }
      subscribed(one, "t/#", 0);
      for (int i = 0; i < many; i++) {
        expect(one, "t/%05d".formatted(i), "m");
      }
      subscribed(one, "t/+", 1);
      List<String> topics = new ArrayList<>();
      while (topics.size() < 5_000) {
        byte[] packet = one.read();
        assertThat(packet[0]).isEqualTo((byte) 0x33);
        topics.add(new String(packet, 4, 7, StandardCharsets.UTF_8));
        one.send(Wire.packet(0x40, new byte[] {packet[11], packet[12]}));
      }
      assertThat(topics).isSorted().doesNotHaveDuplicates();
      assertThat(broker.metric("delivery.dropped")).isZero();
    }
  }

  private static Message message(String topic) {
    return new Message(
        new Message.MessageId(0, 0),
        topic,
        new byte[] {'m'},
        1,
        true,
        false,
        new Sender.Server("test", null),
        Message.PublishProperties.NONE,
        0);
  }

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
    BrokerSettings onDisk =
        settings(options(true, 0, 100, false))
            .with(new StorageOptions.OnDisk(folder.resolve("store"), false));
    try (TestBroker broker = started(onDisk);
        RawMqttClient one = connected(broker, "one")) {
      retain(one, "a", "1");
      retain(one, "b", "1");
      retain(one, "a", "2");
      retain(one, "b", "");
      broker.broker().publish(message("server"));
    }
    try (TestBroker broker = started(onDisk);
        RawMqttClient one = connected(broker, "one")) {
      assertThat(broker.metric("retained.count")).isEqualTo(2);
      subscribed(one, "#", 0);
      expect(one, "a", "2");
      expect(one, "server", "m");
      one.expectNothing();
    }
  }
}
