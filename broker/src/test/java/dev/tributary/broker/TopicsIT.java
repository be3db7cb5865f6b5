package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static dev.tributary.testkit.mqtt.Wire.unsubscribe4;
import static dev.tributary.testkit.mqtt.Wire.unsubscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what by its topic; retained messages; what SUBSCRIBE and UNSUBSCRIBE answer. */
class TopicsIT extends WithBroker {

  /** A filter that is refused, with more levels than are allowed. */
  private static final String TOO_DEEP = "/".repeat(128);

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a/b,      a/b,      yes
          a/b,      A/b,      no
          a/b,      a/b/,     no
          a/b,      /a/b,     no
          a/+,      a/,       yes
          a/+,      a,        no
          +,        /a,       no
          /+,       /a,       yes
          +/+,      /a,       yes
          a/#,      a,        yes
          a/#,      a/b/c,    yes
          #,        a//b,     yes
          #,        $a/b,     no
          +/b,      $a/b,     no
          +/#,      $a/b,     no
          $a/#,     $a/b,     yes
          $a/+,     $a/b,     yes
          \ufeffa,  \ufeffa,  yes
          a,        \ufeffa,  no
          \u00e9,   e\u0301,  no
          \uffff,   \uffff,   yes
          😀/+,     😀/,      yes
          """)
  @Mqtt5({"1.5.4-3", "3.3.2-3", "4.7.1-1", "4.7.1-2", "4.7.2-1", "4.7.3-4"})
  @Mqtt3({"1.5.3-3", "3.3.2-3", "4.7.1-2", "4.7.1-3", "4.7.2-1", "4.7.3-4"})
  void aTopicMatchesOrNot(String filter, String topic, String matches) throws IOException {
    try (RawMqttClient five = five("5");
        RawMqttClient four = four("4");
        RawMqttClient publisher = five("p")) {
      five.send(subscribe5(1, "", filter, 0)).expect("9004 0001 00 00");
      four.send(subscribe4(1, filter, 0)).expect("9003 0001 00");
      publisher.send(publish5(0, 0, topic, "", "x")).expectNothing();
      if (matches.equals("yes")) {
        five.expect(publish5(0, 0, topic, "", "x"));
        four.expect(publish4(0, 0, topic, "x"));
      }
      five.expectNothing();
      four.expectNothing();
    }
  }

  @Test
  @Mqtt5({"4.7.3-3", "3.3.2-1", "3.8.3-1", "3.10.3-1"})
  @Mqtt3({"4.7.3-3", "3.3.2-1", "3.8.3-1", "3.10.3-1"})
  void theLongestTopicIsTaken() throws IOException {
    String longest = "x".repeat(65_535);
    try (RawMqttClient client = five("5")) {
      client.send(subscribe5(1, "", longest, 0)).expect("9004 0001 00 00");
      client.send(publish5(0, 0, longest, "", "x")).expect(publish5(0, 0, longest, "", "x"));
      client.send(packet(0xA2, two(2), hex("00"), text(longest))).expect("b004 0002 00 00");
    }
    try (RawMqttClient client = four("4")) {
      client.send(subscribe4(1, longest, 0)).expect("9003 0001 00");
      client.send(publish4(0, 0, longest, "x")).expect(publish4(0, 0, longest, "x"));
      client.send(packet(0xA2, two(2), text(longest))).expect("b002 0002");
    }
  }

  @Test
  @Mqtt5({
    "2.2.1-6",
    "3.8.4-1",
    "3.8.4-2",
    "3.8.4-5",
    "3.8.4-6",
    "3.8.4-7",
    "3.9.3-1",
    "3.9.3-2",
    "3.10.4-1",
    "3.10.4-2",
    "3.10.4-4",
    "3.10.4-5",
    "3.10.4-6",
    "3.11.3-1",
    "3.11.3-2"
  })
  void everyFilterIsAnsweredInItsPlace() throws IOException {
    byte[] three =
        packet(
            0x82,
            two(7),
            hex("00"),
            text("a"),
            hex("02"),
            text(TOO_DEEP),
            hex("01"),
            text("c/+"),
            hex("01"));
    try (RawMqttClient client = connected(connect5("c", true, 0, "17 00"))) {
      client.send(three).expect("9006 0007 00 02 8f 01");
      byte[] end = packet(0xA2, two(8), hex("00"), text("b"), text("c/d"), text("a"), text("c/+"));
      client.send(end).expect("b007 0008 00 11 11 00 00");
      client.send(publish5(0, 0, "a", "", "x"), publish5(0, 0, "c/d", "", "x")).expectNothing();
    }
  }

  @Test
  @Mqtt3({
    "2.3.1-7",
    "3.8.4-1",
    "3.8.4-2",
    "3.8.4-4",
    "3.8.4-5",
    "3.9.3-1",
    "3.9.3-2",
    "3.10.4-1",
    "3.10.4-2",
    "3.10.4-4",
    "3.10.4-5",
    "3.10.4-6"
  })
  void everyFilterIsAnsweredInMqtt3() throws IOException {
    byte[] three =
        packet(
            0x82, two(7), text("a"), hex("02"), text(TOO_DEEP), hex("01"), text("c/+"), hex("01"));
    try (RawMqttClient client = four("c")) {
      client.send(three).expect("9005 0007 02 80 01");
      byte[] end = packet(0xA2, two(8), text("b"), text("c/d"), text("a"), text("c/+"));
      client.send(end).expect("b002 0008");
      client.send(publish4(0, 0, "a", "x"), publish4(0, 0, "c/d", "x")).expectNothing();
    }
  }

  @Test
  @Mqtt5("3.10.4-3")
  @Mqtt3("3.10.4-3")
  void whatWasBegunIsBroughtToItsEndAfterUnsubscribe() throws IOException {
    try (RawMqttClient client = five("c")) {
      client.send(subscribe5(1, "", "t", 2)).read();
      client.send(publish5(0, 0, "x", "", "x"));
      server.broker().publish(server.own("t", 2));
      client.expect(publish5(2, 1, "t", "", "x"));
      client.send(packet(0xA2, two(2), hex("00"), text("t"))).expect("b004 0002 00 00");
      client.send(hex("5002 0001")).expect("6202 0001").send(hex("7002 0001")).expectNothing();
    }
  }

  @Test
  @Mqtt5({
    "3.3.1-5",
    "3.3.1-6",
    "3.3.1-7",
    "3.3.1-8",
    "3.3.1-9",
    "3.3.1-10",
    "3.3.1-11",
    "3.3.1-12",
    "3.3.1-13",
    "3.8.4-3",
    "3.8.4-4"
  })
  void retainedMessagesAreKeptReplacedRemovedAndSent() throws IOException {
    try (RawMqttClient publisher = five("p");
        RawMqttClient client = five("c")) {
      publisher.send(publish(0x31, 0, "r", "", "1"), publish(0x33, 1, "r", "", "2")).read();
      publisher.send(publish5(0, 0, "r", "", "not kept"), publish5(0, 0, "r", "", ""));
      publisher.expectNothing();
      client.send(subscribe5(1, "", "r", 1)).expect("9004 0001 00 01");
      client.expect(publish(0x33, 1, "r", "", "2")).send(hex("4002 0001"));
      client.send(subscribe5(2, "", "r", 0x18)).expect("9004 0002 00 00"); // if new, as published
      client.expectNothing();
      publisher.send(publish(0x31, 0, "r", "", "3"));
      client.expect(publish(0x31, 0, "r", "", "3")); // as published, QoS 0 since replaced
      client.send(subscribe5(3, "", "r", 0x20)).expect("9004 0003 00 00").expectNothing(); // never
      client.send(subscribe5(4, "", "r", 0x00)).expect("9004 0004 00 00"); // always
      client.expect(publish(0x31, 0, "r", "", "3"));
      publisher.send(publish(0x31, 0, "r", "", ""));
      client.expect(publish(0x30, 0, "r", "", "")); // not as published
      client.send(subscribe5(5, "", "r", 0x00)).expect("9004 0005 00 00").expectNothing();
    }
    server.await("retained.count", 0);
  }

  @Test
  @Mqtt3({
    "3.1.2.7",
    "3.3.1-5",
    "3.3.1-6",
    "3.3.1-7",
    "3.3.1-8",
    "3.3.1-9",
    "3.3.1-10",
    "3.3.1-11",
    "3.3.1-12",
    "3.8.4-3"
  })
  void retainedMessagesInMqtt3() throws IOException {
    try (RawMqttClient publisher = four("p")) {
      publisher.send(publish(0x33, 1, "r", null, "1")).read();
      publisher.send(publish4(0, 0, "r", "not kept")).expectNothing();
    }
    server.await("sessions.count", 0);
    try (RawMqttClient publisher = four("p");
        RawMqttClient client = four("c")) {
      client.send(subscribe4(1, "r", 2)).expect("9003 0001 02");
      client.expect(publish(0x33, 1, "r", null, "1")).send(hex("4002 0001"));
      publisher.send(publish(0x31, 0, "r", null, "2"));
      client.expect(publish(0x30, 0, "r", null, "2"));
      client.send(subscribe4(2, "r", 0)).expect("9003 0002 00");
      client.expect(publish(0x31, 0, "r", null, "2")); // sent again, with the new QoS
      publisher.send(publish(0x31, 0, "r", null, ""));
      client.expect(publish(0x30, 0, "r", null, ""));
      client.send(subscribe4(3, "r", 0)).expect("9003 0003 00").expectNothing();
    }
  }

  @Test
  @Mqtt5({"3.8.3-3", "3.8.3-4", "4.8.2-1", "4.8.2-2", "4.8.2-3"})
  void sharedSubscriptionsKeepTheirRules() throws IOException {
    try (RawMqttClient client = connected(connect5("c", true, 0, "17 00"))) {
      client.send(subscribe5(1, "", "$share/g/t", 1)).expect("9004 0001 00 01");
      client.send(subscribe5(5, "", "own", 0x05)).expect("9004 0005 00 01"); // no local
      client.send(publish5(0, 0, "own", "", "x")).expectNothing();
      client.send(publish5(2, 1, "t", "", "x")).expect("5002 0001");
      client.expect(publish5(1, 1, "t", "", "x")); // as granted
      client.send(subscribe5(6, "", "$share/g/t", 0x04)).expectDisconnect(0x82);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a#",
        "a/#/b",
        "#/a",
        "+a",
        "a+",
        "a/+b",
        "a/b+/c",
        "##",
        "++",
        "$share//t",
        "$share/g",
        "$share/g/",
        "$share/+/t",
        "$share/#/t",
        "$share/g/a#",
        "$queue/"
      })
  @Mqtt5({"4.7.1-1", "4.7.1-2", "4.8.2-1", "4.8.2-2", "4.13.1-1"})
  @Mqtt3({"4.7.1-2", "4.7.1-3", "4.8.0-1"})
  void aFilterThatBreaksTheRulesClosesTheConnection(String filter) throws IOException {
    byte[] second = join(text("good"), hex("01"), text(filter), hex("01"));
    try (RawMqttClient client = five("c")) {
      client.send(packet(0x82, two(1), hex("00"), second)).expectDisconnect(0x8F);
    }
    try (RawMqttClient client = five("c")) {
      client.send(unsubscribe5(1, filter)).expectDisconnect(0x8F);
    }
    try (RawMqttClient client = four("c")) {
      client.send(packet(0x82, two(1), second)).expectEnd();
    }
    try (RawMqttClient client = four("c")) {
      client.send(unsubscribe4(1, filter)).expectEnd();
    }
    assertGone(4, "topic_filter_invalid");
    assertThat(server.metric("packets.subscribe.error")).isEqualTo(2);
    assertThat(server.metric("packets.unsubscribe.error")).isEqualTo(2);
    server.await("subscriptions.count", 0);
  }

  @Test
  @Mqtt5({"4.8.2-4", "4.8.2-5", "4.8.2-6"})
  void whatWasSentToAMemberGoesToNobodyElse() throws IOException {
    try (RawMqttClient publisher = five("p")) {
      try (RawMqttClient first = staying("first", 0)) {
        first.send(subscribe5(1, "", "$share/g/t", 2)).read();
        publisher.send(publish5(2, 1, "t", "", "sent")).expect("5002 0001");
        first.expect(publish5(2, 1, "t", "", "sent"));
        publisher.send(publish5(1, 2, "t", "", "refused")).read();
        first.expect(publish5(1, 2, "t", "", "refused"));
        first.send(hex("4003 0002 80")).expectNothing();
      }
      server.await("connections.count", 1);
      try (RawMqttClient second = five("second")) {
        second.send(subscribe5(1, "", "$share/g/t", 2)).read();
        second.expectNothing();
        try (RawMqttClient first = staying("first", 0)) {
          first.expect(publish(0x3c, 1, "t", "", "sent")); // completed with it
          second.expectNothing();
        }
        server.await("connections.count", 2);
        server.advanceSeconds(61);
        server.await("sessions.count", 2); // its session ends, and the message with it
        second.expectNothing();
      }
    }
  }

  @Test
  @Mqtt5({"3.12.4-1", "3.1.2-22", "3.2.2-22"})
  @Mqtt3({"3.12.4-1", "3.1.2-24"})
  void aPingIsAnsweredAndKeepsAlive() throws IOException {
    try (RawMqttClient five = connected(connect5("5", true, 10, ""));
        RawMqttClient four = connected(connect4("4", true, 10))) {
      server.advanceSeconds(14);
      five.send(hex("c000")).expect("d000");
      four.send(hex("c000")).expect("d000");
      server.advanceSeconds(14);
      five.expectNothing();
      four.expectNothing();
      server.advanceSeconds(16);
      five.expectDisconnect(0x8D);
      four.expectEnd();
    }
  }
}
