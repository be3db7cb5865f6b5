package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A broker is led once through all that it counts, and each counter compared with ours. */
class CountersIT extends WithBroker {

  @Test
  void everyCounterIsWhatHappened() throws Exception {
    connections();
    incoming();
    outgoing();
    drops();
    server.await("connections.count", 0);

    Map<String, Long> counted = new TreeMap<>(server.broker().metrics().snapshot());
    counted.keySet().removeIf(name -> name.startsWith("bytes.")); // their own test
    Map<String, Long> expected = new TreeMap<>();
    counted.keySet().forEach(name -> expected.put(name, 0L));
    handCounted().forEach((name, value) -> expected.put(name, (long) value));
    assertThat(counted).isEqualTo(expected);
  }

  /** 4 CONNECT are accepted, 2 are not; a session is taken along, and then thrown away. */
  private void connections() throws IOException {
    try (RawMqttClient first = staying("a", 0);
        RawMqttClient second = staying("a", 0); // takes over
        RawMqttClient third = connected(connect5("a", true, 0, ""))) { // discards
      first.readToEnd(); // DISCONNECT 0x8E
      second.readToEnd(); // DISCONNECT 0x8E
      third.send(hex("c000")).expect("d000");
      third.send(hex("e000")).expectEnd(); // DISCONNECT
    }
    try (RawMqttClient refused = unconnected()) {
      refused.send(connect5("b", true, 0, "15 0001 61")).readToEnd(); // CONNACK 0x8C
    }
    try (RawMqttClient refused = unconnected()) {
      refused.send(connect4("", false, 0)).expect("2002 0002").expectEnd();
    }
    try (RawMqttClient twice = five("b")) {
      twice.send(connect5("b")).expectDisconnect(0x82);
    }
  }

  /** What a client publishes, repeats and releases. */
  private void incoming() throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(publish5(0, 0, "nobody", "", "x"));
      client.send(publish5(1, 1, "nobody", "", "x")).expect("4004 0001 10 00");
      client.send(publish5(2, 2, "nobody", "", "x")).expect("5004 0002 10 00");
      client.send(publish(0x3C, 2, "nobody", "", "x")).expect("5004 0002 10 00"); // repeated
      client.send(publish5(2, 2, "other", "", "y")).expect("5004 0002 10 00"); // lost
      client.send(hex("6202 0002")).expect("7002 0002");
      client.send(hex("6202 0002")).expect("7004 0002 9200"); // missed
      client.send(hex("e000")).expectEnd();
    }
  }

  /** What a client gets, and every acknowledgement that does not fit. */
  private void outgoing() throws IOException {
    try (RawMqttClient client = four("d")) {
      client
          .send(packet(0x82, two(1), text("t/+"), hex("02"), text("u"), hex("00")))
          .expect("9004 0001 02 00");
      client.send(subscribe4(2, "/".repeat(128), 0)).expect("9003 0002 80");
      server.broker().publish(server.own("t/0", 0));
      client.read();
      server.broker().publish(server.own("t/1", 1));
      client.read();
      client.send(hex("4002 0001"), hex("4002 0001")).expectNothing(); // missed
      server.broker().publish(server.own("t/2", 2));
      client.read();
      client.send(hex("5002 0002")).expect("6202 0002");
      client.send(hex("5002 0002")).expect("6202 0002"); // in use
      client.send(hex("7002 0002"), hex("7002 0002")).expectNothing(); // missed
      client.send(hex("5002 0003")).read(); // missed, PUBREL
      client.send(packet(0xA2, two(3), text("u"), text("none"))).expect("b002 0003");
      client.send(hex("e000")).expectEnd();
    }
  }

  /** What does not arrive. */
  private void drops() throws IOException {
    try (RawMqttClient client = connected(connect5("e", true, 0, "27 00000032"))) {
      client.send(subscribe5(1, "", "local", 0x05)).read();
      client.send(subscribe5(2, "", "big", 1)).read();
      client.send(publish5(1, 1, "local", "", "x")).expect("4002 0001");
      client.send(publish5(1, 2, "big", "", "x".repeat(60))).expect("4002 0002");
      client.send(publish(0x33, 3, "kept", "", "x")).read();
      client.send(hex("e000")).expectEnd();
    }
    connected(
            packet(
                0x10,
                text("MQTT"),
                hex("05 06 0000"),
                properties(""),
                text("f"),
                properties(""),
                text("will"),
                text("gone")))
        .close();
    server.await("messages.publish.will", 1);
    server.await("messages.dropped.no_subscribers", 5);
  }

  private static Map<String, Integer> handCounted() {
    Map<String, Integer> all = new TreeMap<>();
    // Before a session: 10 CONNECT; the second one of a connection never becomes a packet.
    all.put("packets.connect.received", 10);
    all.put("packets.connack.sent", 10);
    all.put("packets.connack.error", 2);
    all.put("packets.connack.auth_error", 1);
    all.put("client.connect", 10);
    all.put("client.connack", 10);
    all.put("client.authenticate", 8);
    all.put("authentication.success", 8);
    all.put("client.connected", 8);
    all.put("client.disconnected", 8);
    all.put("session.disconnected", 8);
    all.put("session.created", 7);
    all.put("session.resumed", 1);
    all.put("session.takenover", 1);
    all.put("session.discarded", 1);
    all.put("session.terminated", 7);
    all.put("packets.rejected", 3); // both that were refused, and the second CONNECT
    all.put("packets.disconnect.received", 4);
    all.put("packets.disconnect.sent", 3);
    all.put("packets.pingreq.received", 3);
    all.put("packets.pingresp.sent", 3);
    // What clients publish.
    all.put("packets.publish.received", 8);
    all.put("packets.publish.inuse", 2);
    all.put("packets.puback.sent", 4);
    all.put("packets.pubrec.sent", 3);
    all.put("packets.pubrel.received", 2);
    all.put("packets.pubrel.missed", 1);
    all.put("packets.pubcomp.sent", 2);
    all.put("messages.qos0.received", 1);
    all.put("messages.qos1.received", 4);
    all.put("messages.qos2.received", 1);
    all.put("messages.received", 6);
    all.put("messages.publish", 10); // with a will, and with three of the server's own
    all.put("messages.publish.will", 1);
    all.put("messages.publish.server", 3);
    all.put("messages.dropped.no_subscribers", 5);
    all.put("messages.dropped.packet_identifier_inuse", 1);
    all.put("messages.dropped", 6);
    all.put("retained.count", 1);
    // What they subscribe: each filter is a question, and so is each publish and each will.
    all.put("packets.subscribe.received", 4);
    all.put("packets.subscribe.error", 1);
    all.put("packets.suback.sent", 4);
    all.put("packets.unsubscribe.received", 1);
    all.put("packets.unsuback.sent", 1);
    all.put("client.subscribe", 4);
    all.put("client.unsubscribe", 1);
    all.put("client.authorize", 11);
    all.put("authorization.allow", 11);
    all.put("authorization.nomatch", 11);
    // What they get.
    all.put("packets.publish.sent", 3);
    all.put("packets.puback.received", 2);
    all.put("packets.puback.missed", 1);
    all.put("packets.pubrec.received", 3);
    all.put("packets.pubrec.inuse", 1);
    all.put("packets.pubrec.missed", 1);
    all.put("packets.pubrel.sent", 3);
    all.put("packets.pubcomp.received", 2);
    all.put("packets.pubcomp.missed", 1);
    all.put("messages.qos0.sent", 1);
    all.put("messages.qos1.sent", 1);
    all.put("messages.qos2.sent", 1);
    all.put("messages.sent", 3);
    all.put("messages.delivered", 3);
    all.put("messages.acked", 2);
    all.put("delivery.dropped.no_local", 1);
    all.put("delivery.dropped.too_large", 1);
    all.put("delivery.dropped", 2);
    all.put("packets.received", 39);
    all.put("packets.sent", 36);
    return all;
  }
}
