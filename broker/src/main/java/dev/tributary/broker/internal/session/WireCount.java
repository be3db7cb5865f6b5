package dev.tributary.broker.internal.session;

/** What went over the wire of one connection. Plain fields of its event loop. */
public final class WireCount {

  /** Of a client that is not connected. */
  static final WireCount NOTHING = new WireCount();

  private long receivedBytes;
  private long receivedPackets;
  private long sentBytes;
  private long sentPackets;

  public void receivedBytes(int bytes) {
    receivedBytes += bytes;
  }

  public void receivedPacket() {
    receivedPackets++;
  }

  public void sentBytes(int bytes) {
    sentBytes += bytes;
  }

  public void sentPacket() {
    sentPackets++;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long receivedPackets() {
    return receivedPackets;
  }

  long sentBytes() {
    return sentBytes;
  }

  long sentPackets() {
    return sentPackets;
  }
}
