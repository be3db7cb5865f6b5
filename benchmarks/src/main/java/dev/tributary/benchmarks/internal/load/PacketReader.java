package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.nio.ByteBuffer;

/** Reads what a broker says to a publisher: CONNACK once, then PUBACKs. Not thread-safe. */
final class PacketReader {

  private static final int CONNACK = 2;
  private static final int PUBACK = 4;
  private static final int DISCONNECT = 14;
  private static final int REFUSED = 0x80;

  /** A CONNACK with all its properties is the longest packet that comes. */
  private static final int BYTES_MAX = 1024;

  private final String client;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BYTES_MAX);
  private boolean connected;

  PacketReader(String client) {
    this.client = client;
  }

  /** Where the socket writes to. */
  ByteBuffer in() {
    return in;
  }

  boolean isConnected() {
    return connected;
  }

  /** Takes all complete packets out of what was read; returns the acknowledgements among them. */
  int acknowledgements() {
    in.flip();
    int acknowledgements = 0;
    for (int length = packetLength(); length > 0; length = packetLength()) {
      acknowledgements += take(in.position() + length);
    }
    in.compact();
    if (!in.hasRemaining()) {
      throw new BenchmarkFailure("the broker sent %s a packet that is too long".formatted(client));
    }
    return acknowledgements;
  }

  /** Bytes of the packet at the position with its header, or 0 if it is not complete. */
  private int packetLength() {
    int body = 0;
    for (int i = 1; i <= 4 && i < in.remaining(); i++) {
      int digit = in.get(in.position() + i);
      body |= (digit & 0x7F) << (7 * (i - 1));
      if (digit >= 0) {
        int length = 1 + i + body;
        return in.remaining() >= length ? length : 0;
      }
    }
    return 0;
  }

  private int take(int end) {
    int type = (in.get() & 0xF0) >> 4;
    while (in.get() < 0) {
      // the length, which is known
    }
    int body = in.position();
    in.position(end);
    return switch (type) {
      case PUBACK -> {
        checkAccepted("a publish", end - body > 2 ? in.get(body + 2) : 0);
        yield 1;
      }
      case CONNACK -> {
        checkAccepted("the connection", in.get(body + 1));
        connected = true;
        yield 0;
      }
      case DISCONNECT ->
          throw new BenchmarkFailure("the broker disconnected " + client + code(in.get(body)));
      default ->
          throw new BenchmarkFailure(
              "the broker sent %s a packet of type %d".formatted(client, type));
    };
  }

  /** In MQTT 3.1.1 any code but 0 refuses a connection; in 5 those from 0x80 on refuse. */
  private void checkAccepted(String what, byte reason) {
    if ((reason & REFUSED) != 0 || (!connected && reason != 0)) {
      throw new BenchmarkFailure(
          "the broker refused %s of %s%s".formatted(what, client, code(reason)));
    }
  }

  private static String code(byte reason) {
    return " (reason code 0x%02X)".formatted(reason & 0xFF);
  }
}
