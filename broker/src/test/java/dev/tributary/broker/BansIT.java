package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bans through sockets. */
class BansIT {

  private final TestBroker server = TestListeners.broker(TestListeners.tcp());

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Ban ban(Ban.Kind kind, String who) {
    return new Ban(kind, who, Long.MAX_VALUE);
  }

  @Test
  void whoIsBannedIsRefused() throws Exception {
    server.broker().bans().replace(List.of(ban(Ban.Kind.CLIENT_ID, "bad")));
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      byte[] connack = client.send(connect5("bad")).read();
      assertThat(connack[3]).isEqualTo((byte) 0x8A);
      client.expectEnd();
    }
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(connect4("bad", true, 0)).expect("20020005").expectEnd();
    }
    RawMqttClient.connected(server.address(), connect5("good")).close();
    assertThat(server.await(BrokerEvent.ConnectionRefused.class, 2).getFirst().clientId())
        .isEqualTo("bad");
  }

  @Test
  void whoIsHereAlreadyHasToGo() throws Exception {
    try (RawMqttClient bad = RawMqttClient.connected(server.address(), connect5("bad-1"));
        RawMqttClient good = RawMqttClient.connected(server.address(), connect5("good"))) {
      server.broker().bans().replace(List.of(ban(Ban.Kind.CLIENT_ID_PATTERN, "^bad-\\d$")));
      bad.expectDisconnect(0x98);
      good.expectNothing();
      server.broker().bans().replace(List.of());
      RawMqttClient.connected(server.address(), connect5("bad-1")).close();
      server.broker().bans().replace(List.of(ban(Ban.Kind.PEER_NETWORK, "127.0.0.0/8")));
      good.expectDisconnect(0x98);
    }
  }

  @Test
  void aBanEndsByItself() throws Exception {
    server
        .broker()
        .bans()
        .replace(List.of(new Ban(Ban.Kind.PEER_HOST, "127.0.0.1", server.nowMillis() + 10_000)));
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(connect4("any", true, 0)).expect("20020005");
    }
    server.advanceSeconds(10);
    RawMqttClient.connected(server.address(), connect4("any", true, 0)).close();
  }
}
