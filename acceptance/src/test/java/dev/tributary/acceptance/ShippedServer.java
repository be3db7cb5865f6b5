package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A server with the configuration that is shipped (only ports differ), and raw clients of it. */
final class ShippedServer {
  private final RunningTributary tributary;

  private ShippedServer(RunningTributary tributary) {
    this.tributary = tributary;
  }

  static ShippedServer start(Workbench bench) throws IOException {
    return new ShippedServer(bench.tributary(Files.readString(Distribution.configuration())));
  }

  /** A client that the server has accepted. */
  RawMqttClient client(byte[] connect) throws IOException {
    return RawMqttClient.connected(tributary.mqtt(), connect);
  }

  /** A socket, before its CONNECT. */
  RawMqttClient unconnected() throws IOException {
    return new RawMqttClient(tributary.mqtt());
  }

  /** By MQTT 5; the server grants what is asked for. */
  static void subscribe(RawMqttClient client, String filter, int options) throws IOException {
    client.send(Wire.subscribe5(1, "", filter, options));
    assertThat(client.packet(RawPacket.SUBACK).codes(true)).containsExactly(options & 3);
  }

  /** The payload of a PUBLISH. */
  static String text(RawPacket publish, boolean five) {
    return new String(publish.payload(five), StandardCharsets.UTF_8);
  }
}
