package dev.tributary.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A socket that sends whatever the test says and reads whole packets. */
final class RawClient implements AutoCloseable {

  /** Only so that a broken broker fails a test instead of hanging it. */
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connected, CONNACK read. */
  static RawClient connected(InetSocketAddress address, byte[] connect) throws IOException {
    RawClient client = new RawClient(address);
    client.send(connect);
    byte[] connack = client.read();
    assertThat(connack[0]).as("CONNACK").isEqualTo((byte) 0x20);
    assertThat(connack[3]).as("CONNACK code").isZero();
    return client;
  }

  RawClient send(byte[]... packets) throws IOException {
    socket.getOutputStream().write(Wire.join(packets));
    return this;
  }

  /** The next whole packet. */
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
    return Wire.join(new byte[] {(byte) first}, Wire.varint(length), body);
  }

  RawClient expect(String digits) throws IOException {
    assertThat(Wire.hex(read())).isEqualTo(digits.replace(" ", ""));
    return this;
  }

  RawClient expect(byte[] packet) throws IOException {
    return expect(Wire.hex(packet));
  }

  /** MQTT 5 DISCONNECT with that code, then the end. */
  void expectDisconnect(int code) throws IOException {
    byte[] packet = read();
    assertThat(packet[0]).as("DISCONNECT").isEqualTo((byte) 0xE0);
    assertThat(packet[2] & 0xFF).as("reason code").isEqualTo(code);
    expectEnd();
  }

  void expectEnd() throws IOException {
    try {
      int more = in.read();
      assertThat(more).as("nothing more").isEqualTo(-1);
    } catch (EOFException | SocketException _) {
      // a reset is an end too
    }
  }

  /** Whatever comes, until the end. */
  void readToEnd() throws IOException {
    try {
      in.skipNBytes(Long.MAX_VALUE);
    } catch (EOFException | SocketException _) {
      // as it should be
    }
  }

  /** PINGREQ and its answer: what was sent before has been handled, nothing was answered. */
  RawClient expectNothing() throws IOException {
    send(Wire.hex("c000"));
    return expect("d000");
  }

  /** Without DISCONNECT. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
