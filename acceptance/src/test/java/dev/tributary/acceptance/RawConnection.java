package dev.tributary.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/** A socket to the broker on which a test sends whatever it likes. */
final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final HexFormat HEX = HexFormat.of();

  private final Socket socket;

  RawConnection(InetSocketAddress broker) throws IOException {
    socket = new Socket(broker.getAddress(), broker.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Bytes from hexadecimal text; blanks are for people. */
  static byte[] bytes(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }

  RawConnection send(String hex) throws IOException {
    return send(bytes(hex));
  }

  /** A broker that has closed already is none of our business: what it said is read afterwards. */
  RawConnection send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException _) {
      return this;
    }
    return this;
  }

  /** Reads one packet with a remaining length below 128. */
  byte[] packet() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] head = in.readNBytes(2);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(head);
    packet.writeBytes(in.readNBytes(head[1]));
    return packet.toByteArray();
  }

  /** What the broker still says until it closes; fails if it does not close. */
  byte[] untilClosed() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[512];
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketException _) {
      // A reset is a close too.
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  /** Says that nothing more comes. */
  RawConnection endOutput() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException _) {
      return this;
    }
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
