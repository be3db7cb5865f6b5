package dev.tributary.benchmarks.internal.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/**
 * Publishes on one topic. All its packets are one array, encoded once, in which the packet
 * identifier changes; the payload begins with its number, so that subscribers know whose it is.
 */
final class Publisher implements Link.Peer {

  private static final int IN_BYTES = 1024;
  private static final int IDENTIFIER_MAX = 0xFFFF;

  private final Plan plan;
  private final Crowd crowd;
  private final Link link;
  private final byte[] packet;
  private final int identifierAt;
  private int identifier;
  private long sent;
  private long acknowledged;
  private long delivered;

  Publisher(Selector selector, InetSocketAddress broker, Plan plan, int number, Crowd crowd)
      throws IOException {
    this.plan = plan;
    this.crowd = crowd;
    byte[] topic = Wire.utf8(plan.topic(number));
    ByteBuffer body = ByteBuffer.allocate(topic.length + 8 + plan.payloadBytes());
    body.putShort((short) topic.length).put(topic);
    int identifierInBody = body.position();
    if (plan.qos() > 0) {
      body.putShort((short) 0);
    }
    if (plan.version() == Wire.VERSION_5) {
      body.put((byte) 0);
    }
    body.putInt(number).position(body.position() + plan.payloadBytes() - Integer.BYTES);
    body.flip();
    int bodyBytes = body.remaining();
    ByteBuffer whole = Wire.packet(Wire.PUBLISH << 4 | plan.qos() << 1, body);
    this.packet = new byte[whole.remaining()];
    this.identifierAt = packet.length - bodyBytes + identifierInBody;
    whole.get(packet);
    String clientId = "bench-p-%05d".formatted(number);
    this.link =
        new Link(
            selector,
            broker,
            clientId,
            Wire.connect(clientId, plan.version(), 0, false),
            IN_BYTES,
            plan.window() * packet.length,
            this);
  }

  Link link() {
    return link;
  }

  /** One of its messages has come to a subscriber. */
  void delivered() throws IOException {
    delivered++;
    if (crowd.wants() && room() >= crowd.atLeast()) {
      publish();
    }
  }

  /**
   * Waits for half of the window: single publishes would mean one system call each on both sides,
   * and a device that reports in bursts is no rarity.
   */
  void publish() throws IOException {
    int room = link.isSent() ? room() : 0;
    int count = room >= crowd.atLeast() ? crowd.take(room) : 0;
    if (count == 0) {
      return;
    }
    ByteBuffer out = link.out();
    for (int i = 0; i < count; i++) {
      if (plan.qos() > 0) {
        identifier = identifier == IDENTIFIER_MAX ? 1 : identifier + 1;
        packet[identifierAt] = (byte) (identifier >> 8);
        packet[identifierAt + 1] = (byte) identifier;
      }
      out.put(packet);
    }
    sent += count;
    link.send();
  }

  private int room() {
    long done = sent;
    if (plan.qos() > 0) {
      done = acknowledged;
    }
    if (plan.deliveries() > 0) {
      done = Math.min(done, delivered / plan.deliveries());
    }
    return (int) (plan.window() - (sent - done));
  }

  @Override
  public void connected() {
    crowd.isReady();
  }

  @Override
  public void acknowledged() {
    acknowledged++;
    crowd.acknowledged();
  }

  @Override
  public void drained() throws IOException {
    publish();
  }
}
