package dev.tributary.benchmarks.internal.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/**
 * One connection with publishes of which at most a window is unacknowledged. Not thread-safe: its
 * {@link Fleet} calls.
 */
final class Device implements Link.Peer {

  /** A CONNACK with all its properties is the longest packet that comes. */
  private static final int IN_BYTES = 1024;

  private final Fleet fleet;
  private final Link link;
  private final PublishPacket packet;
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
      int payloadBytes,
      Fleet fleet)
      throws IOException {
    this.fleet = fleet;
    this.packet = new PublishPacket(clientId, version, payloadBytes);
    this.sentAt = new long[window];
    // Keep-alive 0: nobody pings while a round is prepared.
    this.link =
        new Link(
            selector,
            broker,
            clientId,
            Wire.connect(clientId, version, 0, false),
            IN_BYTES,
            window * packet.length(),
            this);
  }

  /** Publishes that may be sent now without exceeding the window. */
  int room() {
    return link.isSent() ? (int) (sentAt.length - (sent - acknowledged)) : 0;
  }

  /** Sends so many publishes, at most {@link #room}. */
  void send(int count, long now) throws IOException {
    ByteBuffer out = link.out();
    for (int i = 0; i < count; i++) {
      sentAt[(int) (sent++ % sentAt.length)] = now;
      packet.next(out);
    }
    link.send();
  }

  @Override
  public void connected() {
    fleet.connected();
  }

  @Override
  public void acknowledged() {
    fleet.acknowledged(sentAt[(int) (acknowledged++ % sentAt.length)]);
  }

  @Override
  public void drained() throws IOException {
    fleet.fill(this);
  }
}
