package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.unheard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropped;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishers that are held back, and those beside them, on real sockets. */
class HeldConnectionIT {

  /** More than there are event loops, so that one lives on each. */
  private static final int CANARIES = 16;

  private static final int KEEP_ALIVE_SECONDS = 10;

  private final TestBroker server = new TestBroker(MqttLimits.defaults());

  /** What waits for room, as in a full buffer; only topics that begin with "full" go there. */
  private final List<Custody> waiting = new CopyOnWriteArrayList<>();

  private volatile boolean room;

  @BeforeEach
  void start() throws ListenException {
    server.start();
    server.handler((message, custody) -> {
      if (!message.topic().startsWith("full")) {
        return;
      }
      custody.defer();
      if (room) {
        custody.release();
      } else if (custody.isImpatient()) {
        custody.refuse(0x97, "full");
      } else {
        waiting.add(custody);
      }
    });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawMqttClient five(String clientId, int keepAliveSeconds) throws IOException {
    return RawMqttClient.connected(
        server.address(), connect5(clientId, true, keepAliveSeconds, ""));
  }

  private void awaitWaiting(int count) {
    TestBroker.await(() -> waiting.size() == count, () -> waiting.size() + " wait, not " + count);
  }

  /** Time passes on every event loop until silent connections have been closed there. */
  private void outlastKeepAlive() throws IOException {
    List<RawMqttClient> canaries = new ArrayList<>();
    for (int i = 0; i < CANARIES; i++) {
      canaries.add(five("canary-" + i, KEEP_ALIVE_SECONDS));
    }
    awaitKeepAliveTimeouts(CANARIES);
    for (RawMqttClient canary : canaries) {
      canary.expectDisconnect(0x8D);
      canary.close();
    }
  }

  private void awaitKeepAliveTimeouts(int count) {
    TestBroker.await(
        () -> {
          server.advanceSeconds(KEEP_ALIVE_SECONDS);
          return server.events().stream().filter(HeldConnectionIT::isSilence).count() == count;
        },
        () -> server.events().toString());
  }

  private static boolean isSilence(BrokerEvent event) {
    return event instanceof BrokerEvent.ClientDisconnected gone
        && gone.reason().equals("keepalive_timeout");
  }

  @Test // [MQTT-3.1.2-22] is about clients that are silent, not about those that are not heard
  void aConnectionHeldByQos0OutlivesItsKeepAlive() throws IOException {
    try (RawMqttClient client = five("zero", KEEP_ALIVE_SECONDS)) {
      client.send(publish5(0, 0, "full", "", "x"), hex("c000"));
      awaitWaiting(1);
      outlastKeepAlive();
      waiting.getFirst().release();
      client.expect("d000");
    }
  }

  @Test // [MQTT-3.3.4-7]: the client may send no more, and its pings are not heard
  void aConnectionHeldAtItsReceiveMaximumOutlivesItsKeepAlive() throws IOException {
    try (RawMqttClient client = five("max", KEEP_ALIVE_SECONDS)) {
      for (int id = 1; id <= 32; id++) {
        client.send(publish5(1 + id % 2, id, "full", "", "x"));
      }
      client.send(hex("c000"));
      awaitWaiting(32);
      outlastKeepAlive();
      waiting.forEach(Custody::release);
      List<String> expected = new ArrayList<>();
      List<String> answers = new ArrayList<>();
      for (int id = 1; id <= 32; id++) {
        expected.add(Wire.hex(unheard(id % 2 == 0 ? 0x40 : 0x50, id)));
        answers.add(Wire.hex(client.read()));
      }
      answers.add(Wire.hex(client.read()));
      // the ping is heard as soon as there is room below the maximum
      assertThat(answers.remove("d000")).as("PINGRESP in %s", answers).isTrue();
      assertThat(answers).isEqualTo(expected); // [MQTT-4.6.0-2]
    }
  }

  @Test
  void belowTheReceiveMaximumPingsAreHeardDuringTheHold() throws IOException {
    try (RawMqttClient client = five("some", KEEP_ALIVE_SECONDS)) {
      client.send(publish5(1, 1, "full", "", "x"), publish5(2, 2, "full", "", "x"));
      awaitWaiting(2);
      client.expectNothing();
      server.advanceSeconds(KEEP_ALIVE_SECONDS);
      client.expectNothing();
      waiting.forEach(Custody::release);
      client.expect("4004 0001 10 00").expect("5004 0002 10 00");
    }
  }

  @Test // [MQTT-3.1.2-22]
  void afterTheHoldKeepAliveRunsAgain() throws IOException {
    try (RawMqttClient client = five("after", KEEP_ALIVE_SECONDS)) {
      client.send(publish5(0, 0, "full", "", "x"), hex("c000"));
      awaitWaiting(1);
      outlastKeepAlive();
      waiting.getFirst().release();
      client.expect("d000");
      awaitKeepAliveTimeouts(CANARIES + 1);
      client.expectDisconnect(0x8D);
    }
  }

  @Test
  void qos0IsDroppedOnceItsConnectionHasBeenHeldForTooLong() throws IOException {
    try (RawMqttClient subscriber = five("subscriber", 0);
        RawMqttClient client = five("hasty", 0)) {
      subscriber.send(subscribe5(1, "", "full/#", 0)).read();
      for (int i = 1; i <= 6; i++) {
        client.send(publish5(0, 0, "full/" + i, "", "x"));
      }
      awaitWaiting(1);
      awaitImpatience(waiting.getFirst());
      waiting.getFirst().refuse(0x97, "full");
      client.expectNothing(); // it is read again, all others were dropped at once
      server.await("messages.dropped.qos0_held", 6);
      awaitWaiting(1);
      for (int i = 1; i <= 6; i++) {
        // a stalled action takes nothing from subscribers
        subscriber.expect(publish5(0, 0, "full/" + i, "", "x"));
      }
      room = true;
      client.send(publish5(0, 0, "full/7", "", "x")).expectNothing();
      room = false;
      client.send(publish5(0, 0, "full/8", "", "x"));
      awaitWaiting(2);
      assertThat(waiting.get(1).isImpatient()).as("a new hold").isFalse();
    }
    assertThat(server.metric("messages.dropped")).isEqualTo(6 + droppedWithoutSubscribers());
    assertThat(server.events().stream().filter(HeldConnectionIT::isHeldDrop)).hasSize(6);
  }

  /** The hold begins a moment after the handler was called. */
  private void awaitImpatience(Custody held) {
    TestBroker.await(
        () -> {
          server.advanceSeconds(11);
          return held.isImpatient();
        },
        () -> "never impatient");
  }

  private long droppedWithoutSubscribers() {
    return server.metric("messages.dropped.no_subscribers");
  }

  private static boolean isHeldDrop(BrokerEvent event) {
    return event instanceof MessageDropped dropped
        && dropped.reason() == MessageDropReason.QOS0_HELD;
  }

  @Test
  void aRefusedQos0PublishDoesNotWaitForEarlierAcknowledgements() throws IOException {
    try (RawMqttClient client = five("mixed", 0)) {
      client.send(publish5(1, 1, "full", "", "x"), publish5(0, 0, "full", "", "x"));
      awaitWaiting(2);
      waiting.get(1).refuse(0x97, "full");
      client.expectNothing();
      waiting.get(0).release();
      client.expect("4004 0001 10 00");
    }
    server.await("messages.dropped.quota_exceeded", 1);
  }

  @Test
  void whoDoesNotWantTheStalledActionIsNotStalled() throws IOException {
    try (RawMqttClient stalled = five("stalled", 0);
        RawMqttClient free = five("free", 0);
        RawMqttClient both = five("both", 0)) {
      stalled.send(publish5(0, 0, "full", "", "x"), publish5(0, 0, "unheard", "", "x"));
      awaitWaiting(1);
      for (int id = 1; id <= 100; id++) {
        free.send(publish5(1, id, "free", "", "x")).expect(unheard(0x40, id));
      }
      // QoS 1 in one connection: handed over at once, acknowledged in order ([MQTT-4.6.0-2])
      both.send(publish5(1, 1, "full", "", "x"), publish5(1, 2, "free/2", "", "x"));
      both.expectNothing();
      assertThat(server.topics()).contains("free/2").doesNotContain("unheard");
    }
  }

  @Test
  void aGreedyPublisherLeavesRoomForOthers() throws IOException {
    try (RawMqttClient greedy =
            RawMqttClient.connected(server.address(), connect4("greedy", true, 0));
        RawMqttClient modest =
            RawMqttClient.connected(server.address(), connect4("modest", true, 0))) {
      for (int id = 1; id <= 500; id++) {
        greedy.send(publish4(1, id, "full", "x"));
      }
      awaitWaiting(32);
      modest.send(publish4(1, 1, "full/modest", "x"));
      awaitWaiting(33);
      for (int turn = 0; turn <= 32; turn++) {
        waiting.get(turn).release();
      }
      modest.expect("4002 0001");
      awaitWaiting(65); // the next of the greedy one stand behind the modest one, no more than 32
    }
  }

  @Test // [MQTT-3.1.4-3]
  void aHeldConnectionCanBeTakenOverAndIsForgotten() throws IOException {
    try (RawMqttClient held = five("twice", 0)) {
      held.send(publish5(0, 0, "full", "", "x"));
      awaitWaiting(1);
      try (RawMqttClient again = five("twice", 0)) {
        held.expectDisconnect(0x8E);
        Custody left = waiting.getFirst();
        server.advanceSeconds(1_000);
        assertThat(left.isImpatient()).as("nobody is held any more").isFalse();
        left.release();
        again.expectNothing();
      }
    }
  }
}
