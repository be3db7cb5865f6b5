package dev.tributary.acceptance;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The subjects that public interoperability suites probe, by raw packets against the configuration
 * that is shipped (only ports differ): limits of names and payloads, wildcards, and what does not
 * depend on the version. What does is in {@link InteroperabilityThreeIT} and {@link
 * InteroperabilityFiveIT}.
 */
class InteroperabilityIT {
  private static final int LONGEST = 65_535;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static ShippedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ShippedServer.start(bench);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 128, 1_024, 32_768, LONGEST})
  void topicsMayBeAsLongAsAStringOfMqtt(int length) throws IOException {
    String topic = "x".repeat(length);
    try (RawMqttClient client = server.client(connect4("long-topic", true, 0))) {
      client.send(subscribe4(1, topic, 1)).expect("9003 0001 01");
      client.send(publish4(1, 7, topic, "p")).expect("40020007");
      assertThat(client.packet(RawPacket.PUBLISH).topic()).isEqualTo(topic);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_024, 65_536, 262_144, 1_000_000})
  void payloadsMayBeUpToTheLimit(int length) throws IOException {
    String payload = "p".repeat(length);
    try (RawMqttClient client = server.client(connect5("large-payload"))) {
      ShippedServer.subscribe(client, "size", 0);
      client.send(publish5(0, 0, "size", "", payload));
      assertThat(ShippedServer.text(client.packet(RawPacket.PUBLISH), true)).isEqualTo(payload);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 24, 1_024, LONGEST})
  void clientIdentifiersMayBeAsLongAsAStringOfMqtt(int length) throws IOException {
    server.client(connect4("i".repeat(length), true, 0)).expectNothing().close();
    server.client(connect5("i".repeat(length))).expectNothing().close();
  }

  @Test
  void clientIdentifiersMayHaveEveryPrintableCharacter() throws IOException {
    for (char c = 0x20; c < 0x7F; c++) {
      server.client(connect4("id" + c, true, 0)).expectNothing().close();
      server.client(connect5("id" + c)).expectNothing().close();
    }
    server.client(connect5("gerät-温度-😀")).expectNothing().close();
  }

  @Test
  void manyWildcardsWork() throws IOException {
    Map<String, String> filters =
        Map.of("wild/+/c", "wild/b/c", "wild/#", "wild", "+/+/deep", "a/b/deep", "+/x/#", "/x/y/z");
    for (Map.Entry<String, String> entry : filters.entrySet()) {
      try (RawMqttClient client = server.client(connect5("wild"))) {
        ShippedServer.subscribe(client, entry.getKey(), 0);
        client.send(publish5(0, 0, entry.getValue(), "", "p"));
        assertThat(client.packet(RawPacket.PUBLISH).topic()).isEqualTo(entry.getValue());
      }
    }
  }

  @Test
  void dollarTopicsAreNotFoundByWildcards() throws IOException {
    try (RawMqttClient client = server.client(connect5("dollar"))) {
      ShippedServer.subscribe(client, "#", 0);
      ShippedServer.subscribe(client, "+/dollar", 0);
      client.send(publish5(1, 1, "$TOPIC/dollar", "", "hidden"));
      assertThat(client.packet().type()).isEqualTo(RawPacket.PUBACK);
      client.send(publish5(0, 0, "plain/dollar", "", "seen"));
      assertThat(ShippedServer.text(client.packet(RawPacket.PUBLISH), true)).isEqualTo("seen");
    }
    try (RawMqttClient client = server.client(connect5("sys"))) {
      ShippedServer.subscribe(client, "$SYS/#", 0);
      assertThat(client.packet(RawPacket.PUBLISH).topic()).startsWith("$SYS/");
    }
  }

  @Test
  void whoIsSilentForLongerThanItsKeepAliveIsGoneAndItsWillHeard() throws IOException {
    byte[] connect =
        Wire.packet(
            0x10,
            Wire.text("MQTT"),
            Wire.bytes(4, 0x06),
            Wire.two(1),
            Wire.text("silent"),
            Wire.text("keep/will"),
            Wire.text("timeout"));
    try (RawMqttClient witness = server.client(connect5("keep-witness"))) {
      ShippedServer.subscribe(witness, "keep/will", 2);
      try (RawMqttClient silent = server.client(connect)) {
        String heard = ShippedServer.text(witness.packet(RawPacket.PUBLISH), true);
        assertThat(heard).isEqualTo("timeout");
        silent.expectEnd();
      }
    }
  }

  @Test
  void aSecondClientOfTheSameNameTakesOver() throws IOException {
    try (RawMqttClient first = server.client(connect5("twin"));
        RawMqttClient second = server.client(connect5("twin"))) {
      first.expectDisconnect(0x8E);
      second.expectNothing();
    }
  }
}
