package dev.tributary.benchmarks.internal.load;

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

  /** What a connection is for. What a client has no use for does not come to it. */
  interface Peer {

    /** CONNACK has come, and it was a yes. */
    void connected() throws IOException;

    /** SUBACK has come, and it was a yes. */
    default void subscribed() {}

    /** A PUBACK has come, and it was a yes. */
    default void acknowledged() {}

    /**
     * A PUBLISH has come.
     *
     * @param first its first byte
     * @param in with the rest after its length at the position, which need not be moved
     */
    default void message(int first, ByteBuffer in) throws IOException {}

    /** All that had come was told. */
    void drained() throws IOException;
  }

  private final String clientId;
  private final ByteBuffer connect;
  private final SocketChannel socket;
  private final SelectionKey key;
  private final PacketReader reader;
  private final ByteBuffer out;

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
    this.reader = new PacketReader(clientId, inBytes, peer);
    this.out = ByteBuffer.allocateDirect(outBytes).flip();
    this.socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (broker.getAddress().isLoopbackAddress()) {
      socket.bind(Sources.of(clientId));
    }
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

  /**
   * Does what the socket is ready for.
   *
   * @throws BenchmarkFailure if the broker has ended the connection
   */
  void ready() {
    try {
      use();
    } catch (IOException e) {
      throw new BenchmarkFailure("the connection of %s broke: %s".formatted(clientId, e), e);
    }
  }

  private void use() throws IOException {
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
      if (socket.read(reader.in()) < 0) {
        throw new BenchmarkFailure("the broker closed the connection of " + clientId);
      }
      reader.read();
    }
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
