package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.AuthenticationComplete;
import dev.tributary.broker.BrokerEvent.ClientConnack;
import dev.tributary.broker.BrokerEvent.ClientConnected;
import dev.tributary.broker.BrokerEvent.ClientDisconnected;
import dev.tributary.broker.BrokerEvent.ClientPing;
import dev.tributary.broker.BrokerEvent.ConnectionRefused;
import dev.tributary.broker.BrokerEvent.MessageDelivered;
import dev.tributary.broker.PacketProperties.NumberProperty;
import dev.tributary.broker.PacketProperties.TextProperty;
import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is told of connections, each time exactly once. */
class ConnectionEventsIT extends WithBroker {

  @Test
  void aClientComesWithAllThatItsConnectTells() throws IOException {
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            hex("05 82 001e"),
            properties("11 0000003c 21 0014 26 0001 61 0001 62 26 0001 61 0001 63"),
            text("c"),
            text("pear"));
    try (RawMqttClient _ = connected(connect)) {
      ClientConnack connack = server.await(ClientConnack.class, 1).getFirst();
      assertThat(connack.reason()).isEqualTo("success");
    }
    assertThat(types())
        .startsWith(
            BrokerEventType.AUTHENTICATION_COMPLETE,
            BrokerEventType.CLIENT_CONNECTED,
            BrokerEventType.CLIENT_CONNACK);
    AuthenticationComplete authentication = server.all(AuthenticationComplete.class).getFirst();
    assertThat(authentication.reason()).isEqualTo("success");
    ClientInfo client = server.all(ClientConnected.class).getFirst().client();
    assertThat(client.username()).isEqualTo("pear");
    assertThat(client.protocolName()).isEqualTo("MQTT");
    assertThat(client.keepAliveSeconds()).isEqualTo(30);
    assertThat(client.sessionExpirySeconds()).isEqualTo(60);
    assertThat(client.receiveMaximum()).isEqualTo(20);
    assertThat(client.connectProperties().named())
        .containsExactlyInAnyOrder(
            new NumberProperty("Session-Expiry-Interval", 60),
            new NumberProperty("Receive-Maximum", 20));
    assertThat(client.connectProperties().userProperties())
        .containsExactly(Map.entry("a", "b"), Map.entry("a", "c"));
  }

  @Test
  void clientsOfMqtt3HaveNoProperties() throws IOException {
    byte[] old = packet(0x10, text("MQIsdp"), hex("03 02 0000"), text("old"));
    try (RawMqttClient _ = connected(old);
        RawMqttClient _ = four("four")) {
      List<ClientConnected> connected = server.await(ClientConnected.class, 2);
      assertThat(connected)
          .extracting(event -> event.client().protocolName())
          .containsExactly("MQIsdp", "MQTT");
      assertThat(connected)
          .allSatisfy(event -> {
            assertThat(event.client().connectProperties()).isEqualTo(PacketProperties.NONE);
            assertThat(event.client().receiveMaximum()).isEqualTo(32);
          });
    }
  }

  @Test
  void aRefusedConnectIsAnsweredToo() throws IOException {
    try (RawMqttClient four = unconnected();
        RawMqttClient five = unconnected()) {
      four.send(connect4("", false, 7)).expect("2002 0002").expectEnd();
      five.send(connect5("enhanced", true, 0, "15 0001 61"));
      assertThat(five.read()[3]).isEqualTo((byte) 0x8C);
      List<ClientConnack> connacks = server.await(ClientConnack.class, 2);
      assertThat(connacks)
          .extracting(ClientConnack::reason)
          .containsExactly("client_identifier_not_valid", "bad_authentication_method");
      assertThat(connacks.getFirst().client().keepAliveSeconds()).isEqualTo(7);
      assertThat(connacks.getLast().client().connectProperties().named())
          .containsExactly(new TextProperty("Authentication-Method", "a"));
    }
    assertThat(server.all(ConnectionRefused.class)).hasSize(2);
    assertThat(server.all(AuthenticationComplete.class)).isEmpty();
    assertThat(server.all(ClientConnected.class)).isEmpty();
    assertThat(server.all(ClientDisconnected.class)).isEmpty();
  }

  @Test
  void aClientThatFindsNoRoomIsToldSo() throws Exception {
    MqttLimits one = MqttLimits.defaults().change().sessionsMax(1).build();
    try (TestBroker full = new TestBroker(one)) {
      full.start();
      try (RawMqttClient _ = RawMqttClient.connected(full.address(), connect5("first"));
          RawMqttClient second = new RawMqttClient(full.address())) {
        second.send(connect5("second"));
        assertThat(second.read()[3]).isEqualTo((byte) 0x97);
        ClientConnack connack = full.await(ClientConnack.class, 2).get(1);
        assertThat(connack.reason()).isEqualTo("quota_exceeded");
        assertThat(connack.client().clientId()).isEqualTo("second");
        assertThat(full.all(ClientConnected.class)).hasSize(1);
        second.expectEnd();
        assertThat(full.all(ClientDisconnected.class)).isEmpty();
      }
    }
  }

  @Test
  void whatWasNotReadAsAConnectIsNotAnsweredAsOne() throws IOException {
    try (RawMqttClient client = unconnected()) {
      client.send(publish4(0, 0, "t", "x")).expectEnd();
    }
    server.await(ConnectionRefused.class, 1);
    assertThat(server.all(ClientConnack.class)).isEmpty();
  }

  @Test
  void aClientThatGoesSaysWhy() throws IOException {
    try (RawMqttClient client = five("normal")) {
      client.send(hex("e0 09 00 07 1f 0004"), new byte[] {'d', 'o', 'n', 'e'}).expectEnd();
      ClientDisconnected gone = server.await(ClientDisconnected.class, 1).getFirst();
      assertThat(gone.reason()).isEqualTo("normal");
      assertThat(gone.properties().named())
          .containsExactly(new TextProperty("Reason-String", "done"));
    }
    try (RawMqttClient client = four("four")) {
      client.send(hex("e000")).expectEnd();
      assertGone(2, "normal");
    }
    try (RawMqttClient client = five("will")) {
      client.send(hex("e001 04")).expectEnd();
      assertGone(3, "disconnect_with_will_message");
    }
    try (RawMqttClient client = five("admin")) {
      client.send(hex("e001 98")).expectEnd();
      assertGone(4, "administrative_action");
    }
  }

  @Test
  void aClientThatIsLostIsToldWithTheCause() throws IOException {
    four("lost").close();
    assertGone(1, "tcp_closed");
    try (RawMqttClient silent = staying("silent", 10)) {
      silent.expectNothing(); // from here on it is silent
      server.advanceSeconds(16);
      silent.expectDisconnect(0x8D);
      assertGone(2, "keepalive_timeout");
    }
    try (RawMqttClient first = staying("twice", 0);
        RawMqttClient second = staying("twice", 0)) {
      first.expectDisconnect(0x8E);
      assertGone(3, "takenover");
      try (RawMqttClient third = five("twice")) {
        second.expectDisconnect(0x8E);
        assertGone(4, "discarded");
        third.send(hex("c100")).expectDisconnect(0x81);
        assertGone(5, "malformed_packet");
      }
    }
    assertThat(server.all(ClientDisconnected.class))
        .allSatisfy(gone -> assertThat(gone.properties()).isEqualTo(PacketProperties.NONE));
  }

  @Test
  void aStoppingServerTellsWhomItSendsAway() throws IOException {
    try (RawMqttClient client = five("c")) {
      server.close();
      client.expectDisconnect(0x8B);
    }
    assertGone(1, "server_shutting_down");
  }

  @Test
  void pingsAreTold() throws IOException {
    try (RawMqttClient client = four("c")) {
      client.send(hex("c000")).expect("d000");
      assertThat(server.await(ClientPing.class, 1).getFirst().client().clientId()).isEqualTo("c");
    }
  }

  @Test
  void whatIsKeptOfAClientEndsWithItsConnection() throws IOException {
    List<ClientInfo> publishers = new CopyOnWriteArrayList<>();
    server.handler((message, _) -> {
      ClientInfo publisher = message.publisher();
      if (publisher != null) {
        publisher.slot().putIfAbsent("first");
        publisher.slot().putIfAbsent("second");
        publishers.add(publisher);
      }
    });
    try (RawMqttClient client = connected(connect5("c", true, 0, "26 0001 61 0001 62"))) {
      client.send(publish(0x33, 1, "kept", "", "x")).read();
      client.send(publish(0x33, 1, "kept", "", "x")).read();
      assertThat(publishers).hasSize(2);
      assertThat(publishers.getFirst().slot().content()).isEqualTo("first");
      assertThat(publishers.get(1)).isSameAs(publishers.getFirst());
    }
    assertGone(1, "tcp_closed");
    TestBroker.await(() -> publishers.getFirst().slot().content() == null, () -> "still there");
    try (RawMqttClient client = five("late")) {
      client.send(subscribe5(1, "", "kept", 0)).read();
      client.read();
      ClientInfo kept =
          server.await(MessageDelivered.class, 1).getFirst().delivery().message().publisher();
      assertThat(kept).isNotNull();
      assertThat(kept.clientId()).isEqualTo("c");
      assertThat(kept.connectProperties()).isEqualTo(PacketProperties.NONE);
    }
  }

  @Test
  void whatNobodyWantsIsNotMade() throws IOException {
    server.wants(EnumSet.noneOf(BrokerEventType.class));
    try (RawMqttClient client = five("c")) {
      client.send(subscribe5(1, "", "t", 2)).read();
      client.send(publish5(1, 1, "t", "", "x"));
      client.read();
      client.read();
      client.send(hex("4002 0001")).expectNothing();
      client.send(publish5(0, 1, "nobody", "", "x")).expectNothing();
      client.send(packet(0xA2, two(2), properties(""), text("t"))).read();
      client.send(hex("e000")).expectEnd();
    }
    server.await("client.disconnected", 1);
    assertThat(server.events()).isEmpty();
    server.wants(EnumSet.of(BrokerEventType.CLIENT_PING));
    try (RawMqttClient client = five("c")) {
      client.expectNothing();
    }
    assertThat(types()).containsExactly(BrokerEventType.CLIENT_PING);
  }
}
