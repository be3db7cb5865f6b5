package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rates of listeners; their time is the test's. */
class RatesIT {

  private TestBroker server = TestListeners.broker();

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(
      @Nullable RateLimit connections, @Nullable RateLimit messages, @Nullable RateLimit bytes)
      throws ListenException {
    server =
        TestListeners.broker(
            TestListeners.with(
                TestListeners.tcp(), new ListenerSettings.Rates(connections, messages, bytes)));
    server.start();
  }

  private static RateLimit perSecond(long amount, long burst) {
    return new RateLimit(amount, Duration.ofSeconds(1), burst);
  }

  private void publishes(RawMqttClient client, int count) throws Exception {
    byte[][] packets = new byte[count][];
    for (int i = 0; i < count; i++) {
      packets[i] = publish4(0, 0, "t/" + i, "x");
    }
    client.send(packets); // in one segment, so that one read has them all
  }

  @Test
  void tooManyMessagesAreReadLaterAndNoneIsLost() throws Exception {
    start(null, perSecond(10, 5), null);
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("fast", true, 1))) {
      publishes(client, 40);
      server.await("messages.received", 15);
      server.await("listener.client_rate_limited", 1);
      // Keep-alive does not run while it is we who do not read; 25 more are due after 2.5 s.
      server.advanceSeconds(1);
      server.await("messages.received", 25);
      server.advanceSeconds(2);
      server.await("messages.received", 40);
      client.expectNothing();
    }
    assertThat(server.topics()).hasSize(40).startsWith("t/0", "t/1").endsWith("t/39");
  }

  @Test
  void longHoldsDoNotEndTheConnection() throws Exception {
    start(null, new RateLimit(1, Duration.ofMinutes(10), 0), null);
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("fast", true, 1))) {
      publishes(client, 2);
      server.await("listener.client_rate_limited", 1);
      server.advanceSeconds(300);
      server.advanceSeconds(301);
      server.await("messages.received", 2);
      assertThat(server.all(BrokerEvent.ClientDisconnected.class)).isEmpty();
    }
  }

  @Test
  void bytesCountWithTheirHeaders() throws Exception {
    start(null, null, perSecond(1_000, 0));
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("fast", true, 0))) {
      byte[] large = publish4(0, 0, "t", "x".repeat(2_000));
      client.send(large, publish4(0, 0, "late", "x"));
      server.await("messages.received", 1); // more than there is may be taken at once
      server.await("listener.client_rate_limited", 1);
      server.advanceSeconds(1);
      assertThat(server.topics()).containsExactly("t");
      server.advanceSeconds(1);
      server.await("messages.received", 2);
    }
  }

  @Test
  void oneFastClientDoesNotHoldAnother() throws Exception {
    start(null, perSecond(1, 0), null);
    try (RawMqttClient fast = RawMqttClient.connected(server.address(), connect4("fast", true, 0));
        RawMqttClient slow = RawMqttClient.connected(server.address(), connect4("slow", true, 0))) {
      publishes(fast, 10);
      server.await("messages.received", 1);
      publishes(slow, 1);
      server.await("messages.received", 2);
    }
  }

  @Test
  void tooManyConnectionsWaitAndAreAcceptedLater() throws Exception {
    start(perSecond(2, 1), null, null);
    List<RawMqttClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(new RawMqttClient(server.address()));
      clients.getLast().send(connect4("c" + i, true, 0));
    }
    server.await("listener.connections_rate_limited", 1);
    while (server.metric("connections.count") < 6) {
      long before = server.metric("connections.count");
      server.advanceSeconds(1);
      TestBroker.await(
          () -> server.metric("connections.count") > before, () -> "nobody came in any more");
    }
    for (RawMqttClient client : clients) {
      client.expect("20020000");
      client.close();
    }
  }
}
