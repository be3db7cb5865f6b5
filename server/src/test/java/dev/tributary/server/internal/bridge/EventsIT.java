package dev.tributary.server.internal.bridge;

import static dev.tributary.testkit.mqtt.Wire.bytes;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.engine.RepublishSpec;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import dev.tributary.testkit.mqtt.RawPacket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules hear what real clients do, with all that the event tells. */
class EventsIT {

  private static final Value UNDEFINED = Value.of("undefined"); // as it looks in JSON

  private RuleBroker server;

  @BeforeEach
  void start() throws Exception {
    server = RuleBroker.started();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MqttSocket five(String clientId) throws IOException {
    return MqttSocket.five(server.address(), clientId);
  }

  private void listen(String event) throws Exception {
    server.keep("SELECT * FROM \"$events/" + event + "\"");
  }

  private static Value json(String text) throws JsonException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertHolds(Value.Map event, String expected) throws JsonException {
    ((Value.Map) json(expected))
        .forEach((key, value) -> assertThat(event.value(key)).as(key).isEqualTo(value));
  }

  private static void assertFrom(Value.Map event, String clientId) {
    assertThat(event.value("clientid")).isEqualTo(Value.of(clientId));
    assertThat(event.value("peername").toString()).contains("127.0.0.1:");
  }

  @Test
  void aClientOfMqtt5Connects() throws Exception {
    listen("client/connected");
    listen("client_connack");
    listen("client_check_authn_complete");
    try (MqttSocket _ =
        MqttSocket.five(
            server.address(), "c", false, 30, "11 0000003c 21 0014 26 0001 61 0001 62")) {
      Value.Map connected = server.await("client.connected", 1).getFirst();
      assertFrom(connected, "c");
      assertHolds(
          connected,
          """
          {"username": "undefined", "mountpoint": "undefined", "proto_name": "MQTT",
           "proto_ver": 5, "keepalive": 30, "clean_start": false, "expiry_interval": 60,
           "receive_maximum": 20, "is_bridge": false, "client_attrs": {}, "node": "node@test",
           "conn_props": {"Session-Expiry-Interval": 60, "Receive-Maximum": 20,
             "User-Property": {"a": "b"}, "User-Property-Pairs": [{"key": "a", "value": "b"}]}}
          """);
      assertThat(connected.value("sockname"))
          .isEqualTo(Value.of("127.0.0.1:" + server.address().getPort()));
      Value.Map connack = server.await("client.connack", 1).getFirst();
      assertFrom(connack, "c");
      assertHolds(
          connack,
          """
          {"reason_code": "success", "keepalive": 30, "clean_start": false, "expiry_interval": 60}
          """);
      assertHolds(
          server.await("client.check_authn_complete", 1).getFirst(),
          """
          {"clientid": "c", "reason_code": "success", "is_superuser": false, "client_attrs": {}}
          """);
    }
  }

  @Test
  void aClientOfMqtt3Connects() throws Exception {
    listen("client/connected");
    try (MqttSocket _ = MqttSocket.four(server.address(), "c", "pear")) {
      assertHolds(
          server.await("client.connected", 1).getFirst(),
          """
          {"clientid": "c", "username": "pear", "proto_name": "MQTT", "proto_ver": 4,
           "keepalive": 60, "clean_start": true, "expiry_interval": 0, "receive_maximum": 32,
           "conn_props": {"User-Property": {}}}
          """);
    }
  }

  @Test
  void aRefusedClientIsAnswered() throws Exception {
    listen("client/connack");
    listen("client/connected");
    try (MqttSocket client = new MqttSocket(server.address())) {
      client
          .send(0x10, text("MQTT"), hex("05 02 0000"), properties("15 0001 61"), text("c"))
          .expect(0x20);
      assertHolds(
          server.await("client.connack", 1).getFirst(),
          """
          {"clientid": "c", "reason_code": "bad_authentication_method", "proto_ver": 5,
           "conn_props": {"Authentication-Method": "a", "User-Property": {}}}
          """);
    }
    assertThat(server.of("client.connected")).isEmpty();
  }

  @Test
  void aClientGoes() throws Exception {
    listen("client/disconnected");
    try (MqttSocket client = five("normal")) {
      client.send(0xE0, hex("00"), properties("26 0001 61 0001 62"));
      Value.Map gone = server.await("client.disconnected", 1).getFirst();
      assertFrom(gone, "normal");
      assertHolds(
          gone,
          """
          {"reason": "normal", "proto_ver": 5, "username": "undefined", "disconn_props":
            {"User-Property": {"a": "b"}, "User-Property-Pairs": [{"key": "a", "value": "b"}]}}
          """);
      assertThat(((Value.Int) gone.value("disconnected_at")).value())
          .isGreaterThanOrEqualTo(((Value.Int) gone.value("connected_at")).value());
    }
    five("killed").close();
    assertGone(2, "killed", "tcp_closed");
    try (MqttSocket _ = MqttSocket.five(server.address(), "silent", true, 1, "")) {
      assertGone(3, "silent", "keepalive_timeout");
    }
    try (MqttSocket _ = MqttSocket.five(server.address(), "twice", false, 0, "11 0000003c");
        MqttSocket _ = MqttSocket.five(server.address(), "twice", false, 0, "11 0000003c")) {
      assertGone(4, "twice", "takenover");
      try (MqttSocket _ = five("twice")) {
        assertGone(5, "twice", "discarded");
      }
    }
  }

  private void assertGone(int count, String clientId, String reason) {
    Value.Map gone = server.await("client.disconnected", count).get(count - 1);
    assertFrom(gone, clientId);
    assertThat(gone.value("reason")).isEqualTo(Value.of(reason));
  }

  @Test
  void aClientPings() throws Exception {
    listen("client/ping");
    try (MqttSocket client = five("c")) {
      client.ping();
      Value.Map ping = server.await("client.ping", 1).getFirst();
      assertFrom(ping, "c");
      assertHolds(ping, "{\"keepalive\": 0, \"clean_start\": true, \"proto_name\": \"MQTT\"}");
    }
  }

  @Test
  void subscriptionsComeAndGo() throws Exception {
    listen("session/subscribed");
    listen("session_unsubscribed");
    try (MqttSocket client = five("c")) {
      client.subscribe("a/+", 0x15, "0b 05 26 0002 7375 0002 7376");
      client.send(0xA2, two(2), properties("26 0001 78 0001 79"), text("a/+")).expect(0xB0);
      Value.Map subscribed = server.await("session.subscribed", 1).getFirst();
      assertFrom(subscribed, "c");
      assertHolds(
          subscribed,
          """
          {"topic": "a/+", "qos": 1, "peerhost": "127.0.0.1", "sub_props":
            {"Subscription-Identifier": 5, "User-Property": {"su": "sv"},
             "User-Property-Pairs": [{"key": "su", "value": "sv"}]}}
          """);
      assertHolds(
          server.await("session.unsubscribed", 1).getFirst(),
          """
          {"topic": "a/+", "qos": 1, "unsub_props":
            {"User-Property": {"x": "y"}, "User-Property-Pairs": [{"key": "x", "value": "y"}]}}
          """);
    }
  }

  @Test
  void whatIsAskedIsAllowed() throws Exception {
    listen("auth/check_authz_complete");
    try (MqttSocket client = five("c")) {
      client.subscribe("a/+", 0, "");
      client.publish(1, "b", "", "x").expect(0x40);
      List<Value.Map> asked = server.await("client.check_authz_complete", 2);
      assertHolds(
          asked.getFirst(),
          """
          {"clientid": "c", "action": "subscribe", "topic": "a/+", "result": "allow",
           "authz_source": "default", "peerhost": "127.0.0.1"}
          """);
      assertHolds(asked.get(1), "{\"action\": \"publish\", \"topic\": \"b\"}");
    }
  }

  @Test
  void aMessageArrivesAndIsAcknowledged() throws Exception {
    listen("message/delivered");
    listen("message_acked");
    try (MqttSocket subscriber = five("s");
        MqttSocket publisher = MqttSocket.four(server.address(), "p", "pear")) {
      subscriber.subscribe("t/#", 2, "0b 09");
      for (int qos = 0; qos <= 2; qos++) {
        byte[] id = qos == 0 ? new byte[0] : two(1);
        publisher.send(0x30 | qos << 1, text("t/" + qos), id, bytes('x'));
        subscriber.expect(0x30);
      }
      subscriber.send(0x40, two(1), hex("00"), properties("26 0001 6b 0001 76"));
      subscriber.send(0x50, two(2)).expect(0x60);
      List<Value.Map> delivered = server.await("message.delivered", 3);
      for (int qos = 0; qos <= 2; qos++) {
        assertFrom(delivered.get(qos), "s");
        assertHolds(
            delivered.get(qos),
            """
            {"from_clientid": "p", "from_username": "pear", "username": "undefined",
             "topic": "t/%d", "qos": %d, "payload": "x", "flags": {"retain": false, "dup": false},
             "pub_props": {"User-Property": {}, "Subscription-Identifier": 9}}
            """
                .formatted(qos, qos));
      }
      List<Value.Map> acked = server.await("message.acked", 2);
      assertHolds(
          acked.getFirst(),
          """
          {"clientid": "s", "from_clientid": "p", "qos": 1, "puback_props":
            {"User-Property": {"k": "v"}, "User-Property-Pairs": [{"key": "k", "value": "v"}]}}
          """);
      assertHolds(acked.get(1), "{\"qos\": 2, \"puback_props\": {\"User-Property\": {}}}");
      assertThat(delivered.get(1).value("id")).isEqualTo(acked.getFirst().value("id"));
    }
    assertThat(server.of("message.acked")).hasSize(2);
  }

  @Test
  void aMessageReachesNobody() throws Exception {
    listen("message/dropped");
    try (MqttSocket client = five("c")) {
      client.publish(1, "nobody", "01 01 02 0000003c 23 0003", "x").expect(0x40);
    }
    Value.Map dropped = server.await("message.dropped", 1).getFirst();
    assertFrom(dropped, "c");
    assertHolds(
        dropped,
        """
        {"reason": "no_subscribers", "topic": "nobody", "qos": 1, "payload": "x", "pub_props":
          {"Payload-Format-Indicator": 1, "Message-Expiry-Interval": 60, "Topic-Alias": 3,
           "User-Property": {}}}
        """);
  }

  @Test
  void aWillHasNoAddress() throws Exception {
    listen("message/dropped");
    server.keep("SELECT * FROM \"w\"");
    try (MqttSocket client = new MqttSocket(server.address())) {
      client
          .send(
              0x10,
              text("MQTT"),
              hex("05 06 0000 00"),
              text("c"),
              hex("00"),
              text("w"),
              text("gone"))
          .expect(0x20);
    }
    for (String event : List.of("message.publish", "message.dropped")) {
      Value.Map will = server.await(event, 1).getFirst();
      assertHolds(will, "{\"clientid\": \"c\", \"topic\": \"w\", \"payload\": \"gone\"}");
      assertThat(will.value("peerhost")).isEqualTo(UNDEFINED);
      assertThat(will.value("peername")).isEqualTo(UNDEFINED);
    }
  }

  @Test
  void aSubscriberDoesNotGetAMessage() throws Exception {
    listen("message/delivery_dropped");
    listen("client/disconnected");
    try (MqttSocket publisher = five("p")) {
      try (MqttSocket client = MqttSocket.five(server.address(), "c", false, 0, "11 0000003c")) {
        client.subscribe("local", 0x05, "");
        client.subscribe("t", 1, "");
        client.publish(1, "local", "", "x").expect(0x40);
        assertNotDelivered(1, "no_local", "c");
        publisher.publish(1, "t", "02 00000000", "x").expect(0x40);
        assertNotDelivered(2, "expired", "p");
      }
      server.await("client.disconnected", 1);
      publisher.publish(0, "t", "", "x").ping();
      assertNotDelivered(3, "qos0_msg", "p");
      for (int i = 0; i <= 1_000; i++) { // one more than may wait
        publisher.publish(1, "t", "", "x").expect(0x40);
      }
      assertNotDelivered(4, "queue_full", "p");
    }
  }

  private void assertNotDelivered(int count, String reason, String from) throws JsonException {
    Value.Map dropped = server.await("delivery.dropped", count).get(count - 1);
    assertFrom(dropped, "c");
    assertHolds(
        dropped,
        """
        {"reason": "%s", "from_clientid": "%s", "from_username": "undefined", "payload": "x"}
        """
            .formatted(reason, from));
  }

  @Test
  void aPublishAboveTheReceiveMaximumIsDropped() throws Exception {
    listen("message/dropped");
    try (MqttSocket client = five("c")) {
      for (int id = 1; id <= 33; id++) { // QoS 2 without PUBREL
        client.send(0x34, text("t" + id), two(id), properties(""), bytes('x'));
      }
      Value.Map dropped = server.await("message.dropped", 33).get(32);
      assertHolds(dropped, "{\"reason\": \"receive_maximum_exceeded\", \"topic\": \"t33\"}");
    }
  }

  @Test
  void whatIsMadeOfADeliveryDoesNotComeBack() throws Exception {
    server.rule("again", "SELECT * FROM \"$events/message/delivered\"", republish("t/again"));
    listen("message/delivered");
    try (MqttSocket subscriber = five("s");
        MqttSocket publisher = five("p")) {
      subscriber.subscribe("t/#", 1, "");
      publisher.publish(0, "t/first", "", "x").ping();
      subscriber.expect(0x30).expect(0x30).ping(); // the message and what was made of it
      List<Value.Map> delivered = server.await("message.delivered", 2);
      assertHolds(delivered.get(1), "{\"from_clientid\": \"again\", \"topic\": \"t/again\"}");
    }
    assertThat(server.of("message.delivered")).hasSize(2);
  }

  @Test
  void whatIsMadeOfADropDoesNotComeBack() throws Exception {
    server.rule("again", "SELECT * FROM \"$events/message/dropped\"", republish("nobody/either"));
    listen("message/dropped");
    try (MqttSocket publisher = five("p")) {
      publisher.publish(1, "nobody", "", "x").expect(0x40);
    }
    assertThat(server.of("message.dropped")).hasSize(2);
  }

  @Test
  void aRepublishedMessageHasAllThatItsRuleGivesIt() throws Exception {
    server.rule(
        "forward",
        "SELECT *, map_put('site', 'north', map_new()) AS extra FROM \"in\"",
        new RuleAction.Republish(
            new RepublishSpec(
                "out",
                "1",
                "true",
                "${payload}",
                Map.of("Content-Type", "text/plain"),
                "${extra}",
                "false")));
    server.keep("SELECT * FROM \"out\"");
    try (MqttSocket publisher = five("p")) {
      publisher.publish(1, "in", "", "x").expect(0x40);
    }
    assertHolds(
        server.await("message.publish", 1).getFirst(),
        """
        {"clientid": "forward", "topic": "out", "qos": 1, "payload": "x", "peerhost": "undefined",
         "flags": {"retain": true, "dup": false},
         "pub_props": {"Content-Type": "text/plain", "User-Property": {"site": "north"},
           "User-Property-Pairs": [{"key": "site", "value": "north"}]}}
        """);
    try (MqttSocket late = five("late")) {
      late.subscribe("out", 1, "");
      assertThat(late.packet(RawPacket.PUBLISH).retain()).isTrue();
    }
  }

  @Test
  void directDispatchGoesPastTheRules() throws Exception {
    server.rule(
        "direct",
        "SELECT * FROM \"in\"",
        new RuleAction.Republish(
            new RepublishSpec("out", "0", "false", "${payload}", Map.of(), "", "true")));
    server.keep("SELECT * FROM \"out\"");
    try (MqttSocket subscriber = five("s");
        MqttSocket publisher = five("p")) {
      subscriber.subscribe("out", 0, "");
      publisher.publish(1, "in", "", "x").expect(0x40);
      subscriber.expect(0x30);
    }
    assertThat(server.kept()).isEmpty();
  }

  private static RuleAction republish(String topic) {
    return new RuleAction.Republish(
        new RepublishSpec(topic, "0", "false", "x", Map.of(), "", "false"));
  }
}
