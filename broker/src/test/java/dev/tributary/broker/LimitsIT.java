package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.ClientDisconnected;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.DeliveryDropped;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits of the table in docs/broker.md, hit through a socket; the rest have tests elsewhere. */
class LimitsIT {

  private static final String TWO_HOURS_AND_MORE = "11 00001c21";

  private @Nullable TestBroker server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private TestBroker start(
      UnaryOperator<MqttLimits.Builder> limits, UnaryOperator<BrokerSettings> settings)
      throws ListenException {
    MqttLimits changed = limits.apply(MqttLimits.defaults().change()).build();
    TestBroker broker = new TestBroker(settings.apply(TestBroker.settings(changed, 0, 1_000)));
    server = broker;
    broker.start();
    return broker;
  }

  private TestBroker start(UnaryOperator<MqttLimits.Builder> limits) throws ListenException {
    return start(limits, settings -> settings);
  }

  @Test
  void maxTopicLevels() throws Exception {
    TestBroker broker = start(limits -> limits.topicLevelsMax(3));
    try (RawMqttClient client = RawMqttClient.connected(broker.address(), connect5("c"))) {
      client.send(subscribe5(1, "", "a/b/c", 0), subscribe5(2, "", "a/b/c/d", 0));
      client.expect("9004 0001 00 00");
      byte[] suback = client.read();
      assertThat(suback[suback.length - 1]).isEqualTo((byte) 0x8F);
      client.send(publish5(1, 1, "a/b/c", "", "x")).read();
      client.read(); // PUBLISH and PUBACK, whichever is first
      client.send(publish5(1, 2, "a/b/c/d", "", "x")).expectDisconnect(0x90);
    }
  }

  @Test
  void maxSubscriptions() throws Exception {
    TestBroker broker = start(limits -> limits.subscriptionsMax(1));
    try (RawMqttClient five = RawMqttClient.connected(broker.address(), connect5("five"));
        RawMqttClient four = RawMqttClient.connected(broker.address(), connect4("four", true, 0))) {
      five.send(subscribe5(1, "", "a", 0)).expect("9004 0001 00 00");
      five.send(subscribe5(2, "", "a", 1)).expect("9004 0002 00 01"); // the same again
      five.send(subscribe5(3, "", "b", 0));
      byte[] suback = five.read();
      assertThat(suback[suback.length - 1]).isEqualTo((byte) 0x97);
      four.send(subscribe4(1, "a", 0)).expect("9003 0001 00");
      four.send(subscribe4(2, "b", 0)).expect("9003 0002 80");
    }
    assertThat(broker.metric("packets.subscribe.error")).isEqualTo(2);
  }

  @Test
  void maxAwaitingRel() throws Exception {
    TestBroker broker = start(limits -> limits.awaitingRelMax(2));
    try (RawMqttClient client = RawMqttClient.connected(broker.address(), connect5("c"))) {
      client.send(publish5(2, 1, "t", "", "x")).read();
      client.send(publish5(2, 2, "t", "", "x")).read();
      client.send(publish5(2, 3, "t", "", "x")).expectDisconnect(0x93);
    }
    assertGone(broker, "receive_maximum_exceeded");
    assertThat(broker.metric("messages.dropped.receive_maximum")).isEqualTo(1);
  }

  @Test
  void awaitRelTimeout() throws Exception {
    TestBroker broker = start(limits -> limits.awaitingRelTimeout(Duration.ofSeconds(60)));
    try (RawMqttClient client = RawMqttClient.connected(broker.address(), connect5("c"))) {
      client.send(publish5(2, 1, "t", "", "x")).read();
      broker.advanceSeconds(61);
      broker.await("messages.dropped.await_pubrel_timeout", 1);
      client.send(hex("6202 0001")).read();
      client.send(publish5(2, 1, "t", "", "new")).read();
      broker.await("messages.qos2.received", 2);
    }
    assertThat(broker.metric("packets.pubrel.missed")).isEqualTo(1);
    assertThat(broker.metric("packets.publish.inuse")).isZero();
  }

  @Test
  void sessionExpiryInterval() throws Exception {
    TestBroker broker = start(limits -> limits);
    try (RawMqttClient client = new RawMqttClient(broker.address())) {
      client.send(connect5("c", false, 0, TWO_HOURS_AND_MORE));
      assertThat(Wire.hex(client.read())).contains("1100001c20");
    }
    assertGone(broker, "tcp_closed");
    broker.advanceSeconds(7_199);
    assertThat(broker.metric("sessions.count")).isEqualTo(1);
    broker.advanceSeconds(2);
    broker.await("sessions.count", 0);
  }

  @Test
  void messageExpiryInterval() throws Exception {
    MqttOptions usual = MqttOptions.defaults();
    MqttOptions minute =
        new MqttOptions(
            true,
            true,
            true,
            false,
            usual.sharedStrategy(),
            null,
            false,
            false,
            "",
            Duration.ofSeconds(60),
            null,
            false,
            usual.peerCertAsUsername(),
            usual.peerCertAsClientId());
    TestBroker broker = start(limits -> limits, settings -> settings.with(minute));
    byte[] connect = connect5("c", false, 0, "11 00001000");
    try (RawMqttClient client = RawMqttClient.connected(broker.address(), connect)) {
      client.send(subscribe5(1, "", "t", 1)).read();
    }
    assertGone(broker, "tcp_closed");
    broker.broker().publish(broker.own("t", 1)); // without an interval of its own
    broker.advanceSeconds(61);
    try (RawMqttClient client = new RawMqttClient(broker.address())) {
      client.send(connect).read();
      client.expectNothing();
    }
    assertThat(broker.all(DeliveryDropped.class))
        .extracting(DeliveryDropped::reason)
        .containsExactly(DeliveryDropReason.EXPIRED);
  }

  @Test
  void forceShutdownMaxHeapSize() throws Exception {
    TestBroker broker =
        start(limits -> limits, settings -> settings.with(new ForceShutdown(true, 1_000, 5)));
    byte[] connect = connect5("c", false, 0, "21 0001 11 0000003c"); // takes one at a time
    try (RawMqttClient client = RawMqttClient.connected(broker.address(), connect)) {
      client.send(subscribe5(1, "", "t", 1)).read();
      for (int i = 0; i < 10; i++) {
        broker.broker().publish(broker.own("t", 1));
      }
      client.read(); // the one
      client.expectDisconnect(0x97);
    }
    assertGone(broker, "proc_heap_too_large");
    assertThat(broker.metric("sessions.count")).isEqualTo(1);
  }

  @Test
  void forceShutdownMaxMailboxSize() throws Exception {
    TestBroker broker =
        start(limits -> limits, settings -> settings.with(new ForceShutdown(true, 1, 100_000)));
    byte[] connect = connect5("c", false, 0, "11 0000003c");
    try (RawMqttClient client = RawMqttClient.connected(broker.address(), connect)) {
      client.send(subscribe5(1, "", "t", 0)).read();
      TestBroker.await(
          () -> {
            broker.broker().publish(broker.own("t", 0)); // until two come within one turn
            broker.broker().publish(broker.own("t", 0));
            return !broker.all(ClientDisconnected.class).isEmpty();
          },
          () -> "the mailbox never overflows");
      client.readToEnd();
    }
    assertGone(broker, "mailbox_overflow");
    assertThat(broker.metric("sessions.count")).isEqualTo(1);
    assertThat(broker.metric("delivery.dropped.queue_full")).isPositive();
  }

  private static void assertGone(TestBroker broker, String reason) {
    assertThat(broker.await(ClientDisconnected.class, 1))
        .extracting(ClientDisconnected::reason)
        .containsExactly(reason);
    broker.await("connections.count", 0); // the event comes before the session knows
  }
}
