package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** SUBSCRIBE, UNSUBSCRIBE and retained messages on real sockets, byte by byte. */
class SubscribeIT extends WithBroker {

  @Test
  @Mqtt5({"3.3.1-12", "3.3.1-13", "3.8.3-3"})
  void subscriptionOptionsAreKept() throws IOException {
    try (RawMqttClient client = five("self")) {
      client.send(subscribe5(1, "", "a", 0x04)).expect("9004 0001 00 00"); // no local
      client.send(publish5(0, 0, "a", "", "x")).expectNothing();
      client.send(subscribe5(2, "", "b", 0x08)).expect("9004 0002 00 00"); // retain as published
      client.send(publish(0x31, 0, "b", "", "y")).expect(publish(0x31, 0, "b", "", "y"));
      client.send(subscribe5(3, "", "c", 0x00)).expect("9004 0003 00 00");
      client.send(publish(0x31, 0, "c", "", "z")).expect(publish(0x30, 0, "c", "", "z"));
    }
    server.await("delivery.dropped.no_local", 1);
  }

  @Test
  void badSubscriptionsAreAnsweredOneByOne() throws IOException {
    byte[] withoutReasons = connect5("subs", true, 0, "17 00"); // [MQTT-3.1.2-29]
    try (RawMqttClient client = connected(withoutReasons)) {
      String tooDeep = "/".repeat(128);
      client.send(subscribe5(1, "", tooDeep, 0)).expect("9004 0001 00 8f");
      client.send(subscribe5(2, "", "$exclusive/a", 0)).expect("9004 0002 00 8f");
      client.send(packet(0x82, two(3), hex("00"), text("ok"), hex("01"), text(tooDeep), hex("00")));
      client.expect("9005 0003 00 01 8f");
      client.send(packet(0xA2, two(4), hex("00"), text("ok"), text("none")));
      client.expect("b005 0004 00 00 11");
    }
    try (RawMqttClient client = four("subs")) {
      client.send(subscribe4(1, "/".repeat(128), 0)).expect("9003 0001 80");
      client.send(packet(0xA2, two(4), text("none"))).expect("b002 0004");
    }
  }

  @Test
  void retainedMessagesComeWithANewSubscription() throws IOException {
    try (RawMqttClient publisher = four("p");
        RawMqttClient client = five("c")) {
      publisher.send(publish(0x33, 1, "r/1", null, "kept")).expect("4002 0001");
      client.send(subscribe5(1, "", "r/+", 0)).expect("9004 0001 00 00");
      client.expect(publish(0x31, 0, "r/1", "", "kept"));
      client.send(subscribe5(2, "", "r/+", 0x10)).expect("9004 0002 00 00"); // only if new
      client.send(subscribe5(3, "", "r/+", 0x20)).expect("9004 0003 00 00").expectNothing();
      publisher.send(publish(0x33, 2, "r/1", null, "")).expect("4002 0002"); // [MQTT-3.3.1-6]
      client.expect(publish(0x30, 0, "r/1", "", ""));
      client.send(subscribe5(4, "", "r/+", 0)).expect("9004 0004 00 00").expectNothing();
    }
    assertThat(server.metric("retained.count")).isZero();
  }
}
