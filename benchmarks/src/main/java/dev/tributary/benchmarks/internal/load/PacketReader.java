package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds packets in what a broker says, and refusals among them. Not thread-safe. */
final class PacketReader {

  private static final int CONNACK = 2;
  private static final int DISCONNECT = 14;

  private final String client;
  private final ByteBuffer in;
  private final Link.Peer peer;

  /**
   * @param bytesMax one more than the longest packet that can come
   */
  PacketReader(String client, int bytesMax, Link.Peer peer) {
    this.client = client;
    this.in = ByteBuffer.allocateDirect(bytesMax);
    this.peer = peer;
  }

  /** Where the socket writes to. */
  ByteBuffer in() {
    return in;
  }

  /**
   * Tells the peer of all complete packets in what was read.
   *
   * @throws BenchmarkFailure if the broker says no to anything
   */
  void read() throws IOException {
    in.flip();
    for (int length = packetLength(); length > 0; length = packetLength()) {
      int end = in.position() + length;
      packet(end);
      in.position(end);
    }
    in.compact();
    if (!in.hasRemaining()) {
      throw new BenchmarkFailure("the broker sent %s a packet that is too long".formatted(client));
    }
    peer.drained();
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

  private void packet(int end) throws IOException {
    int first = in.get() & 0xFF;
    while (in.get() < 0) {
      // the length, which is known
    }
    switch (first >> 4) {
      case CONNACK -> {
        int reason = in.get(in.position() + 1);
        check("the connection", reason == 0, reason);
        peer.connected();
      }
      case Wire.PUBLISH -> peer.message(first, in);
      case Wire.PUBACK -> {
        int reason = end - in.position() > 2 ? in.get(in.position() + 2) & 0xFF : 0;
        check("a publish", reason < Wire.REFUSED, reason);
        peer.acknowledged();
      }
      case Wire.SUBACK -> {
        int reason = in.get(end - 1) & 0xFF;
        check("the subscription", reason < Wire.REFUSED, reason);
        peer.subscribed();
      }
      case DISCONNECT ->
          throw new BenchmarkFailure(
              "the broker disconnected " + client + code(in.position() < end ? in.get() : 0));
      default ->
          throw new BenchmarkFailure(
              "the broker sent %s a packet of type %d".formatted(client, first >> 4));
    }
  }

  private void check(String what, boolean yes, int reason) {
    if (!yes) {
      throw new BenchmarkFailure(
          "the broker refused %s of %s%s".formatted(what, client, code(reason)));
    }
  }

  private static String code(int reason) {
    return " (reason code 0x%02X)".formatted(reason & 0xFF);
  }
}
