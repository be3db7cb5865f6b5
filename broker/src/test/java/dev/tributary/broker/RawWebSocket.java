package dev.tributary.broker;

import dev.tributary.testkit.mqtt.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket of which the test writes every byte. */
final class RawWebSocket implements AutoCloseable {

  static final int CONTINUATION = 0x00;
  static final int TEXT = 0x01;
  static final int BINARY = 0x02;
  static final int CLOSE = 0x08;
  static final int PING = 0x09;
  static final int PONG = 0x0A;
  static final int LAST = 0x80;

  static final String HEADERS =
      """
      Host: localhost
      Upgrade: websocket
      Connection: keep-alive, Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      """;

  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;

  /** A frame from the server. */
  record Frame(int first, byte[] payload) {}

  RawWebSocket(InetSocketAddress address) throws IOException {
    this(new Socket(address.getAddress(), address.getPort()));
  }

  RawWebSocket(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Upgraded, with subprotocol mqtt. */
  static RawWebSocket upgraded(InetSocketAddress address) throws IOException {
    RawWebSocket client = new RawWebSocket(address);
    String answer = client.request("GET /mqtt HTTP/1.1", HEADERS, "Sec-WebSocket-Protocol: mqtt");
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException(answer);
    }
    return client;
  }

  /** The head of the answer. */
  String request(String... lines) throws IOException {
    String head = String.join("\n", lines).replaceAll("\n+", "\r\n") + "\r\n\r\n";
    bytes(head.getBytes(StandardCharsets.UTF_8));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the end, after " + answer);
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  RawWebSocket bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawWebSocket binary(byte[]... packets) throws IOException {
    return frame(LAST | BINARY, Wire.join(packets));
  }

  RawWebSocket frame(int first, byte[] payload) throws IOException {
    return bytes(masked(first, payload));
  }

  static byte[] masked(int first, byte[] payload) {
    byte[] hidden = payload.clone();
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] ^= MASK[i % 4];
    }
    byte[] length =
        payload.length < 126
            ? new byte[] {(byte) (0x80 | payload.length)}
            : Wire.join(new byte[] {(byte) 0xFE}, Wire.two(payload.length));
    return Wire.join(new byte[] {(byte) first}, length, MASK, hidden);
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(first, payload);
  }

  byte[] readBinary() throws IOException {
    Frame frame = read();
    if (frame.first() != (LAST | BINARY)) {
      throw new IOException("frame " + Integer.toHexString(frame.first()));
    }
    return frame.payload();
  }

  /** The status of a close frame, after which the connection ends. */
  int expectClose() throws IOException {
    Frame frame = read();
    if (frame.first() != (LAST | CLOSE) || frame.payload().length < 2) {
      throw new IOException("frame " + Integer.toHexString(frame.first()));
    }
    return ((frame.payload()[0] & 0xFF) << 8) | (frame.payload()[1] & 0xFF);
  }

  int byteRead() throws IOException {
    return in.readUnsignedByte();
  }

  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
