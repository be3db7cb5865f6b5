package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets come as the network likes to cut them. */
class SegmentsIT extends WithBroker {

  /**
   * What a client says and what it is answered, whatever segments it comes in. What is delivered to
   * itself may overtake other answers, so answers are compared without their order.
   */
  record Conversation(String name, byte[] said, List<String> answers) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Conversation conversation(String name, byte[] said, String... answers) {
    return new Conversation(
        name, said, Stream.of(answers).map(each -> each.replace(" ", "")).sorted().toList());
  }

  static List<Conversation> conversations() {
    String connack5 = "200e 0000 0b 210020 220100 2700100000";
    return List.of(
        conversation(
            "MQTT 5: everything in QoS 2",
            join(
                connect5("c", true, 60, "21 0014 22 0001 26 0001 6b 0001 76"),
                subscribe5(1, "0b 8001", "a/+", 2),
                publish5(2, 9, "a/b", "01 01 03 0001 63 26 0001 6b 0001 76", "payload"),
                hex("6202 0009"),
                packet(0xA2, two(2), hex("00"), text("none")),
                hex("c000")),
            connack5,
            "9004 0001 00 02",
            "5002 0009",
            Wire.hex(
                publish5(
                    2, 1, "a/b", "01 01 03 0001 63 0b 8001 26 0001 6b 0001 76 23 0001", "payload")),
            "7002 0009",
            "b004 0002 00 11",
            "d000"),
        conversation(
            "MQTT 5: aliases and QoS 1",
            join(
                connect5("c"),
                publish5(1, 1, "a", "23 0001", "1"),
                publish5(1, 2, "", "23 0001", "2"),
                publish5(1, 3, "b", "23 0001", ""),
                hex("c000")),
            connack5,
            "4004 0001 10 00",
            "4004 0002 10 00",
            "4004 0003 10 00",
            "d000"),
        conversation(
            "MQTT 5: refused",
            join(connect5("c", true, 0, "27 00000014 21 0000"), publish5(0, 0, "a", "", "x")),
            "2003 00 82 00"),
        conversation(
            "MQTT 5: broken at its end",
            join(connect5("c", true, 0, "27 00000014"), publish5(1, 1, "a", "", "x"), hex("c100")),
            connack5,
            "4004 0001 10 00",
            "e002 81 00"),
        conversation(
            "MQTT 3.1.1",
            join(
                connect4("c", true, 60),
                subscribe4(1, "a/#", 0),
                publish4(1, 7, "b", "x"),
                publish4(2, 8, "c", "y"),
                hex("6202 0008"),
                packet(0xA2, two(2), text("a/#")),
                hex("c000 e000")),
            "2002 0000",
            "9003 0001 00",
            "4002 0007",
            "5002 0008",
            "7002 0008",
            "b002 0002",
            "d000"),
        conversation(
            "MQTT 3.1 with a will and a password",
            join(
                packet(
                    0x10,
                    text("MQIsdp"),
                    hex("03 c6 003c"),
                    text("c"),
                    text("will"),
                    text("gone"),
                    text("user"),
                    text("secret")),
                publish4(0, 0, "a", "x"),
                hex("c000 e000")),
            "2002 0000",
            "d000"));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  @Mqtt5("4.2-1")
  @Mqtt3("7.1.1-1")
  void aConversationMayBeSplitAtEveryByte(Conversation it) throws IOException {
    byte[] said = it.said();
    for (int cut = 1; cut < said.length; cut++) {
      assertAnswers(it, Arrays.copyOf(said, cut), Arrays.copyOfRange(said, cut, said.length));
    }
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void aConversationMayComeInOneSegmentOrByteByByte(Conversation it) throws IOException {
    byte[] said = it.said();
    assertAnswers(it, said);
    assertAnswers(
        it,
        IntStream.range(0, said.length)
            .mapToObj(at -> new byte[] {said[at]})
            .toArray(byte[][]::new));
  }

  private void assertAnswers(Conversation it, byte[]... segments) throws IOException {
    try (RawMqttClient client = unconnected()) {
      for (byte[] segment : segments) {
        client.send(segment); // without Nagle's delay: a segment each, as a rule
      }
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < it.answers().size(); i++) {
        answers.add(Wire.hex(client.read()));
      }
      answers.sort(null);
      assertThat(answers)
          .as("%s in %d segments, the first of %d bytes", it, segments.length, segments[0].length)
          .hasSameSizeAs(it.answers());
      for (int i = 0; i < answers.size(); i++) {
        assertThat(canonical(answers.get(i))).isEqualTo(canonical(it.answers().get(i)));
      }
    }
  }

  /** The order of properties is the encoder's affair. */
  private static String canonical(String packet) {
    return packet.startsWith("34")
        ? Stream.of(packet.split("")).sorted().reduce("", String::concat)
        : packet;
  }

  @Test
  @Mqtt3({"4.3.2-2", "4.3.3-2"})
  void severalPacketsInOneSegmentAreAnsweredInOrder() throws IOException {
    try (RawMqttClient client = four("burst")) {
      List<byte[]> packets = new ArrayList<>();
      for (int id = 1; id <= 500; id++) {
        packets.add(publish4(1 + id % 2, id, "burst", "payload"));
      }
      client.send(join(packets.subList(0, 100).toArray(byte[][]::new)));
      for (int id = 1; id <= 100; id++) {
        client.expect(packet(id % 2 == 0 ? 0x40 : 0x50, two(id)));
      }
    }
    assertThat(server.topics()).hasSize(100);
  }
}
