package dev.tributary.benchmarks.internal.traffic;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One connection: connects, says CONNECT, and tells its peer of the packets that come. Buffers are
 * as small as their user can do with, for there are thousands. Not thread-safe.
 */
final class Link implements Closeable {

  /** What a connection is for. */
  interface Peer {

    /** CONNACK has come, and it was a yes. */
    void connected() throws IOException;

    /**
     * A packet has come.
     *
     * @param first its first byte
     * @param in from the position to {@code end} is its body; the position need not be moved
     */
    void packet(int first, ByteBuffer in, int end) throws IOException;

    /** All that had come was told. */
    void drained() throws IOException;
  }

  private static final int CONNACK = 2;
  private static final int DISCONNECT = 14;

  private final String clientId;
  private final ByteBuffer connect;
  private final SocketChannel socket;
  private final SelectionKey key;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final Peer peer;

  /**
   * Begins to connect.
   *
   * @param connect the packet to begin with
   * @param outBytes the most that is ever under way
   */
  Link(
      Selector selector,
      InetSocketAddress broker,
      String clientId,
      ByteBuffer connect,
      int inBytes,
      int outBytes,
      Peer peer)
      throws IOException {
    this.clientId = clientId;
    this.connect = connect;
    this.peer = peer;
    this.in = ByteBuffer.allocateDirect(inBytes);
    this.out = ByteBuffer.allocateDirect(outBytes).flip();
    this.socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.connect(broker);
    this.key = socket.register(selector, SelectionKey.OP_CONNECT, this);
  }

  /** Whether everything that was to be sent is with the kernel. */
  boolean isSent() {
    return !out.hasRemaining();
  }

  /** To write packets into; {@link #send} must follow. What is not sent yet stays in front. */
  ByteBuffer out() {
    return out.compact();
  }

  void send() throws IOException {
    out.flip();
    write();
  }

  /** Does what the socket is ready for. */
  void ready() throws IOException {
    if (key.isConnectable() && socket.finishConnect()) {
      if (socket.write(connect) < 0 || connect.hasRemaining()) {
        throw new BenchmarkFailure("a new connection takes no CONNECT");
      }
      key.interestOps(SelectionKey.OP_READ);
      return;
    }
    if (key.isWritable()) {
      write();
    }
    if (key.isReadable()) {
      if (socket.read(in) < 0) {
        throw new BenchmarkFailure("the broker closed the connection of " + clientId);
      }
      packets();
    }
  }

  private void packets() throws IOException {
    in.flip();
    for (int length = packetLength(); length > 0; length = packetLength()) {
      int end = in.position() + length;
      packet(end);
      in.position(end);
    }
    in.compact();
    if (!in.hasRemaining()) {
      throw new BenchmarkFailure(
          "the broker sent %s a packet that is too long".formatted(clientId));
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
        accepted("the connection", in.get(in.position() + 1) == 0, in.get(in.position() + 1));
        peer.connected();
      }
      case DISCONNECT ->
          throw new BenchmarkFailure(
              "the broker disconnected " + clientId + code(in.position() < end ? in.get() : 0));
      default -> peer.packet(first, in, end);
    }
  }

  /** Throws if the broker said no. */
  void accepted(String what, boolean yes, int reason) {
    if (!yes) {
      throw new BenchmarkFailure(
          "the broker refused %s of %s%s".formatted(what, clientId, code(reason)));
    }
  }

  BenchmarkFailure unexpected(int first) {
    return new BenchmarkFailure(
        "the broker sent %s a packet of type %d".formatted(clientId, first >> 4));
  }

  private static String code(int reason) {
    return " (reason code 0x%02X)".formatted(reason & 0xFF);
  }

  private void write() throws IOException {
    int _ = socket.write(out);
    int wanted =
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
