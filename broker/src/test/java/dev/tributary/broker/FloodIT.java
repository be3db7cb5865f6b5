package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that want nothing but our memory, sockets and patience. */
class FloodIT {

  private TestBroker server = TestListeners.broker();

  @AfterEach
  void stop() {
    server.close();
  }

  private int connections() {
    return server.broker().listeners().all().getFirst().connections();
  }

  @Test
  void manyThatSayNothingAreClosed() throws Exception {
    server = TestListeners.broker(TestListeners.tcp());
    server.start();
    List<RawMqttClient> silent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      silent.add(new RawMqttClient(server.address()));
    }
    TestBroker.await(() -> connections() == 300, () -> "connections " + connections());
    server.advanceSeconds(16);
    for (RawMqttClient client : silent) {
      client.expectEnd();
      client.close();
    }
    TestBroker.await(() -> connections() == 0, () -> "connections " + connections());
    RawMqttClient.connected(server.address(), connect5("honest")).close();
  }

  @Test
  void aByteNowAndThenDoesNotKeepAConnectionWithoutConnect() throws Exception {
    server = TestListeners.broker(TestListeners.tcp());
    server.start();
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      byte[] connect = connect4("slow", true, 0);
      for (int i = 0; i < 3; i++) {
        client.send(new byte[] {connect[i]});
        long bytes = 1L + i;
        server.await("bytes.received", bytes);
        server.advanceSeconds(6);
      }
      client.expectEnd();
    }
  }

  @Test
  void whoNeverReadsIsClosedAfterTheSendTimeout() throws Exception {
    TcpOptions usual = TcpOptions.defaults();
    server =
        TestListeners.broker(
            TestListeners.with(
                TestListeners.tcp(),
                new TcpOptions(
                    usual.backlog(), true, true, false, Duration.ofMillis(200), true, 64 * 1_024)));
    server.start();
    try (RawMqttClient never =
            RawMqttClient.connected(server.address(), connect4("never", true, 0));
        RawMqttClient sender =
            RawMqttClient.connected(server.address(), connect4("sender", true, 0))) {
      never.send(subscribe4(1, "#", 0)).expect("9003000100");
      byte[] large = publish4(0, 0, "t", "x".repeat(500_000));
      for (int i = 0; i < 40; i++) {
        sender.send(large);
      }
      sender.expectNothing();
      server.await("listener.send_timeout", 1);
      assertThat(server.await(BrokerEvent.ClientDisconnected.class, 1).getFirst().reason())
          .isEqualTo("send_timeout");
      server.advanceSeconds(3); // nothing more can be sent, so it ends after lingering
      TestBroker.await(() -> connections() == 1, () -> "connections " + connections());
      sender.expectNothing();
    }
  }

  @Test
  void whoAsksAndNeverReadsIsNotReadAnyMore() throws Exception {
    TcpOptions usual = TcpOptions.defaults();
    server =
        TestListeners.broker(
            TestListeners.with(
                TestListeners.tcp(),
                new TcpOptions(
                    usual.backlog(), true, true, false, Duration.ofMillis(500), true, 16 * 1_024)));
    server.start();
    server.wants(EnumSet.noneOf(BrokerEventType.class)); // millions
    ResourceLeakDetector.Level usualLevel = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE); // a trace a ping: minutes
    byte[] pings = Wire.hex("c000".repeat(32_768));
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("never", true, 0))) {
      Thread sending =
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                client.send(pings); // until both sockets are full, and then until the end
              }
            } catch (java.io.IOException _) {
              // closed
            }
          });
      server.await("listener.send_timeout", 1);
      server.advanceSeconds(3);
      TestBroker.await(() -> connections() == 0, () -> "connections " + connections());
      sending.join();
    } finally {
      ResourceLeakDetector.setLevel(usualLevel);
    }
  }
}
