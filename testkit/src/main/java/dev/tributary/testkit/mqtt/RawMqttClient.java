package dev.tributary.testkit.mqtt;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An MQTT client that sends what a test says, byte by byte, reads whole packets, and answers
 * nothing by itself. Used by one thread at a time; reading gives up after 60 seconds, which only
 * bounds a test that fails.
 */
public final class RawMqttClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;

  /** Over TCP. */
  public RawMqttClient(InetSocketAddress address) throws IOException {
    this(open(address), false);
  }

  private RawMqttClient(Socket socket, boolean webSocket) throws IOException {
    this.socket = socket;
    if (webSocket) {
      WebSocketStreams streams = WebSocketStreams.upgrade(socket, "/mqtt");
      this.out = streams.out();
      this.in = new DataInputStream(streams.in());
    } else {
      this.out = socket.getOutputStream();
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }
  }

  /** Over TLS; the handshake has been done when this returns. */
  public static RawMqttClient tls(InetSocketAddress address, SSLContext tls) throws IOException {
    return new RawMqttClient(secured(address, tls), false);
  }

  /** Over WebSocket, path {@code /mqtt}. */
  public static RawMqttClient webSocket(InetSocketAddress address) throws IOException {
    return new RawMqttClient(open(address), true);
  }

  /** Over WebSocket with TLS, path {@code /mqtt}. */
  public static RawMqttClient secureWebSocket(InetSocketAddress address, SSLContext tls)
      throws IOException {
    return new RawMqttClient(secured(address, tls), true);
  }

  /** Over TCP, connected; fails unless the CONNACK accepts. */
  public static RawMqttClient connected(InetSocketAddress address, byte[] connect)
      throws IOException {
    RawMqttClient client = new RawMqttClient(address);
    client.send(connect);
    RawPacket connack = client.packet(RawPacket.CONNACK);
    if (connack.code() != 0) {
      throw new AssertionError("refused: " + connack);
    }
    return client;
  }

  private static Socket open(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static Socket secured(InetSocketAddress address, SSLContext tls) throws IOException {
    Socket plain = open(address);
    SSLSocket socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(plain, "localhost", address.getPort(), true);
    socket.startHandshake();
    return socket;
  }

  /** The socket, for what this class has no method for. */
  public Socket socket() {
    return socket;
  }

  public RawMqttClient send(byte[]... packets) throws IOException {
    out.write(Wire.join(packets));
    out.flush();
    return this;
  }

  /** The next whole packet, as bytes. */
  public byte[] read() throws IOException {
    return packet().bytes();
  }

  /** The next whole packet. */
  public RawPacket packet() throws IOException {
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
    return new RawPacket(first, body);
  }

  /** The next packet; fails if it is of another type. */
  public RawPacket packet(int type) throws IOException {
    RawPacket packet = packet();
    if (packet.type() != type) {
      throw new AssertionError("expected a packet of type " + type + ", got " + packet);
    }
    return packet;
  }

  public RawMqttClient expect(String digits) throws IOException {
    String expected = digits.replace(" ", "");
    String got = Wire.hex(read());
    if (!got.equals(expected)) {
      throw new AssertionError("expected " + expected + ", got " + got);
    }
    return this;
  }

  public RawMqttClient expect(byte[] packet) throws IOException {
    return expect(Wire.hex(packet));
  }

  /** MQTT 5 DISCONNECT with that code, then the end. */
  public void expectDisconnect(int code) throws IOException {
    RawPacket packet = packet(RawPacket.DISCONNECT);
    if (packet.code() != code) {
      throw new AssertionError(
          "expected DISCONNECT " + Integer.toHexString(code) + ", got " + packet);
    }
    expectEnd();
  }

  /** The server has closed, with a reset or without, and said nothing before. */
  public void expectEnd() throws IOException {
    try {
      int more = in.read();
      if (more != -1) {
        throw new AssertionError("expected the end, got a byte " + Integer.toHexString(more));
      }
    } catch (EOFException | SocketException _) {
      return;
    }
  }

  /** Whatever comes, until the end. */
  public void readToEnd() throws IOException {
    try {
      in.skipNBytes(Long.MAX_VALUE);
    } catch (EOFException | SocketException _) {
      return; // as it should be
    }
  }

  /** PINGREQ and its answer: what was sent before has been handled, nothing was answered. */
  public RawMqttClient expectNothing() throws IOException {
    return send(Wire.hex("c000")).expect("d000");
  }

  /** Without DISCONNECT. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
