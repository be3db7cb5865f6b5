package dev.tributary.server.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A client that sends what the test says, byte by byte, and can vanish at any time. */
final class MqttSocket implements AutoCloseable {

  /** Only so that a broken server fails a test instead of hanging it. */
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  MqttSocket(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
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
    byte[] body = join(parts);
    socket.getOutputStream().write(join(bytes(first), varint(body.length), body));
    return this;
  }

  /** MQTT 5, SUBACK read. */
  MqttSocket subscribe(String filter, int options, String properties) throws IOException {
    return send(0x82, two(1), properties(properties), text(filter), bytes(options)).expect(0x90);
  }

  /** MQTT 5; QoS 1 and 2 under the identifier 1. */
  MqttSocket publish(int qos, String topic, String properties, String payload) throws IOException {
    return send(
        0x30 | qos << 1,
        text(topic),
        qos == 0 ? new byte[0] : two(1),
        properties(properties),
        payload.getBytes(StandardCharsets.UTF_8));
  }

  /** PINGREQ: once it is answered everything before it has been handled. */
  MqttSocket ping() throws IOException {
    return send(0xC0).expect(0xD0);
  }

  /** Reads a packet of that type. */
  MqttSocket expect(int type) throws IOException {
    assertThat(read()[0] & 0xF0).as("type of packet").isEqualTo(type);
    return this;
  }

  /** The next packet: its first byte, then what follows the length. */
  byte[] read() throws IOException {
    int first = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    byte[] body = new byte[length];
    in.readFully(body);
    return join(bytes(first), body);
  }

  /** Without DISCONNECT. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(two(bytes.length), bytes);
  }

  static byte[] two(int number) {
    return bytes(number >> 8, number);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] properties(String digits) {
    byte[] bytes = hex(digits);
    return join(varint(bytes.length), bytes);
  }

  private static byte[] varint(int number) {
    return number < 0x80 ? bytes(number) : bytes((number & 0x7F) | 0x80, number >> 7);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
