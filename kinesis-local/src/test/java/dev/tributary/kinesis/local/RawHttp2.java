package dev.tributary.kinesis.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A socket that speaks HTTP/2 frame by frame, as badly as a test wants it to. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int ACK = 1;
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /** The first byte of a block of headers that begin with this status. */
  static final int STATUS_200 = 0x88;

  static final int STATUS_400 = 0x8c;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int INITIAL_WINDOW = 4;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean endsStream() {
      return (flags & END_STREAM) != 0;
    }

    int number() {
      return ByteBuffer.wrap(payload).getInt();
    }

    int status() {
      return payload[0] & 0xFF;
    }
  }

  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** A connection whose streams may be sent so many bytes at first. */
  static RawHttp2 connected(int port, int window) throws IOException {
    RawHttp2 connection = new RawHttp2(port);
    connection.send(PREFACE.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer settings = ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW).putInt(window);
    connection.send(SETTINGS, 0, 0, settings.array());
    Frame _ = connection.await(SETTINGS);
    connection.send(SETTINGS, ACK, 0, new byte[0]); // 6.5.3: only now do they count
    return connection;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void send(int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeInt((payload.length << 8) | type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  /** A whole request, or only its head. */
  void request(int stream, String operation, String body, boolean complete) throws IOException {
    head(stream, operation, "application/x-amz-json-1.1");
    if (complete) {
      send(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  void requestInCbor(int stream, String operation, byte[] body) throws IOException {
    head(stream, operation, "application/x-amz-cbor-1.1");
    send(DATA, END_STREAM, stream, body);
  }

  private void head(int stream, String operation, String contentType) throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.write(0x83); // :method POST
    headers.write(0x86); // :scheme http
    headers.write(0x84); // :path /
    header(headers, ":authority", "localhost");
    header(headers, "content-type", contentType);
    header(headers, "x-amz-target", "Kinesis_20131202." + operation);
    send(HEADERS, END_HEADERS, stream, headers.toByteArray());
  }

  /** Literal, without indexing, not compressed. */
  static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  void windowUpdate(int stream, int bytes) throws IOException {
    send(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  /** The next frame of this type; others are skipped. Throws EOFException at the end. */
  Frame await(int type) throws IOException {
    for (Frame frame = receive(); ; frame = receive()) {
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  Frame receive() throws IOException {
    int lengthAndType = in.readInt();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(lengthAndType >>> 8);
    return new Frame(lengthAndType & 0xFF, flags, stream, payload);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
