package dev.tributary.testkit.mqtt;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A client's side of a WebSocket as two streams: every write is one binary frame, whatever frames
 * come are read one after the other (RFC 6455). The mask is constant: it hides nothing here.
 */
final class WebSocketStreams {
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int CONTINUATION = 0x0;
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

  private final DataInputStream in;
  private final OutputStream out;
  private long left;

  private WebSocketStreams(InputStream in, OutputStream out) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = out;
  }

  /** Asks for the upgrade with the subprotocol mqtt; fails unless the server agrees. */
  static WebSocketStreams upgrade(Socket socket, String path) throws IOException {
    WebSocketStreams streams =
        new WebSocketStreams(socket.getInputStream(), socket.getOutputStream());
    String request =
        """
        GET %s HTTP/1.1
        Host: localhost:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: %s
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: mqtt

        """
            .formatted(
                path,
                socket.getPort(),
                Base64.getEncoder()
                    .encodeToString("raw-mqtt-client!".getBytes(StandardCharsets.US_ASCII)));
    streams.out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    streams.out.flush();
    String answer = streams.head();
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade to WebSocket: " + answer);
    }
    return streams;
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        while (left == 0) {
          if (!nextFrame()) {
            return -1;
          }
        }
        int n = in.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(n, 0);
        return n;
      }
    };
  }

  OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(frame(bytes, offset, length));
        out.flush();
      }
    };
  }

  /** Reads the head of the next frame that has data; false at the end. */
  private boolean nextFrame() throws IOException {
    int first;
    try {
      first = in.readUnsignedByte();
    } catch (EOFException _) {
      return false;
    }
    int opcode = first & 0x0F;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if (opcode == BINARY || opcode == CONTINUATION) {
      left = length;
      return true;
    }
    in.skipNBytes(length);
    return opcode != CLOSE;
  }

  private static byte[] frame(byte[] bytes, int offset, int length) {
    byte[] size;
    if (length < 126) {
      size = Wire.bytes(0x80 | length);
    } else if (length < 0x1_0000) {
      size = Wire.join(Wire.bytes(0x80 | 126), Wire.two(length));
    } else {
      size = Wire.join(Wire.bytes(0x80 | 127), Wire.four(0), Wire.four(length));
    }
    byte[] masked = new byte[length];
    for (int i = 0; i < length; i++) {
      masked[i] = (byte) (bytes[offset + i] ^ MASK[i & 3]);
    }
    return Wire.join(Wire.bytes(0x80 | BINARY), size, MASK, masked);
  }
}
