package dev.tributary.server.internal.bridge;

import static dev.tributary.testkit.mqtt.Wire.bytes;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A client whose packets are read as soon as they are sent, and that can vanish at any time. */
final class MqttSocket implements AutoCloseable {

  private final RawMqttClient client;

  MqttSocket(InetSocketAddress address) throws IOException {
    client = new RawMqttClient(address);
  }

  /** MQTT 5, CONNACK read. */
  static MqttSocket five(InetSocketAddress address, String clientId) throws IOException {
    return five(address, clientId, true, 0, "");
  }

  static MqttSocket five(
      InetSocketAddress address, String clientId, boolean clean, int keepAlive, String properties)
      throws IOException {
    return new MqttSocket(address)
        .send(
            0x10,
            text("MQTT"),
            bytes(5, clean ? 2 : 0),
            two(keepAlive),
            properties(properties),
            text(clientId))
        .expect(0x20);
  }

  /** MQTT 3.1.1 with a user name, CONNACK read. */
  static MqttSocket four(InetSocketAddress address, String clientId, String username)
      throws IOException {
    return new MqttSocket(address)
        .send(0x10, text("MQTT"), bytes(4, 0x82), two(60), text(clientId), text(username))
        .expect(0x20);
  }

  MqttSocket send(int first, byte[]... parts) throws IOException {
    client.send(Wire.packet(first, parts));
    return this;
  }

  /** MQTT 5, SUBACK read. */
  MqttSocket subscribe(String filter, int options, String properties) throws IOException {
    return send(0x82, two(1), properties(properties), text(filter), bytes(options)).expect(0x90);
  }

  /** MQTT 5; QoS 1 and 2 under the identifier 1. */
  MqttSocket publish(int qos, String topic, String properties, String payload) throws IOException {
    client.send(Wire.publish5(qos, 1, topic, properties, payload));
    return this;
  }

  /** PINGREQ: once it is answered everything before it has been handled. */
  MqttSocket ping() throws IOException {
    return send(0xC0).expect(0xD0);
  }

  /** Reads a packet with that first byte, flags apart. */
  MqttSocket expect(int first) throws IOException {
    var _ = client.packet(first >> 4);
    return this;
  }

  /** The next packet, of that type. */
  RawPacket packet(int type) throws IOException {
    return client.packet(type);
  }

  /** Without DISCONNECT. */
  @Override
  public void close() throws IOException {
    client.close();
  }
}
