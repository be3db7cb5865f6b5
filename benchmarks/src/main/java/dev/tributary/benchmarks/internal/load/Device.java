package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/**
 * One publisher: a connection with a fixed number of publishes under way. Used by one thread, which
 * calls when the socket is ready.
 */
final class Device implements AutoCloseable {

  private static final int CONNECT = 0x10;
  private static final int CLEAN_START = 0x02;

  private final String clientId;
  private final int version;
  private final SocketChannel socket;
  private final SelectionKey key;
  private final PublishPacket packet;
  private final PacketReader reader;
  private final ByteBuffer out;
  private final long[] sentAt;
  private long sent;
  private long acknowledged;

  /** Begins to connect. */
  Device(
      Selector selector,
      InetSocketAddress broker,
      String clientId,
      int version,
      int window,
      int payloadBytes)
      throws IOException {
    this.clientId = clientId;
    this.version = version;
    this.packet = new PublishPacket(clientId, version, payloadBytes);
    this.reader = new PacketReader(clientId);
    this.out = ByteBuffer.allocateDirect(window * packet.length()).flip();
    this.sentAt = new long[window];
    this.socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
    socket.connect(broker);
    this.key = socket.register(selector, SelectionKey.OP_CONNECT, this);
  }

  boolean isConnected() {
    return reader.isConnected();
  }

  /** Publishes that may be sent now without exceeding the window. */
  int room() {
    return out.hasRemaining() ? 0 : (int) (sentAt.length - (sent - acknowledged));
  }

  /** Sends so many publishes, at most {@link #room}. */
  void send(int count, long now) throws IOException {
    out.clear();
    for (int i = 0; i < count; i++) {
      sentAt[(int) (sent++ % sentAt.length)] = now;
      packet.next(out);
    }
    out.flip();
    write();
  }

  /**
   * Does what the socket is ready for.
   *
   * @return acknowledgements that have come
   */
  int ready(long now, Histogram micros) throws IOException {
    if (key.isConnectable() && socket.finishConnect()) {
      greet();
      return 0;
    }
    if (key.isWritable()) {
      write();
    }
    if (!key.isReadable()) {
      return 0;
    }
    if (socket.read(reader.in()) < 0) {
      throw new BenchmarkFailure("the broker closed the connection of " + clientId);
    }
    int count = reader.acknowledgements();
    for (int i = 0; i < count; i++) {
      long waited = now - sentAt[(int) (acknowledged++ % sentAt.length)];
      micros.recordValue(Math.max(1, waited / 1000));
    }
    return count;
  }

  /** Keep-alive 0: nobody pings while a round is prepared. */
  private void greet() throws IOException {
    byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
    int properties = version == 5 ? 1 : 0;
    ByteBuffer connect = ByteBuffer.allocate(64 + id.length);
    connect.put((byte) CONNECT);
    Varint.write(connect, 6 + 1 + 1 + 2 + properties + 2 + id.length);
    connect.putShort((short) 4).put("MQTT".getBytes(StandardCharsets.US_ASCII));
    connect.put((byte) version).put((byte) CLEAN_START).putShort((short) 0);
    if (properties == 1) {
      connect.put((byte) 0);
    }
    connect.putShort((short) id.length).put(id).flip();
    if (socket.write(connect) < 0 || connect.hasRemaining()) {
      throw new BenchmarkFailure("a new connection takes no CONNECT");
    }
    key.interestOps(SelectionKey.OP_READ);
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
