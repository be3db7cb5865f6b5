package dev.tributary.benchmarks.internal.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** Takes messages and acknowledges what came in one read with one write. */
final class Subscriber implements Link.Peer {

  private static final int IN_BYTES = 16 * 1024;

  /** Acknowledgements of several reads, in case the broker takes none for a while. */
  private static final int OUT_BYTES = 4 * 1024;

  private static final int IDLE_BYTES = 256;
  private static final int IDLE_KEEP_ALIVE = 3600;

  private final Plan plan;
  private final int number;
  private final Crowd crowd;
  private final Link link;
  private final ByteBuffer acknowledgements;

  Subscriber(Selector selector, InetSocketAddress broker, Plan plan, int number, Crowd crowd)
      throws IOException {
    this.plan = plan;
    this.number = number;
    this.crowd = crowd;
    int keepAlive = plan.isIdle() ? IDLE_KEEP_ALIVE : 0;
    int outBytes = plan.isIdle() ? IDLE_BYTES : OUT_BYTES;
    this.acknowledgements = ByteBuffer.allocate(outBytes);
    String clientId = "bench-s-%05d".formatted(number);
    this.link =
        new Link(
            selector,
            broker,
            clientId,
            Wire.connect(clientId, plan.version(), keepAlive, plan.durable()),
            plan.isIdle() ? IDLE_BYTES : IN_BYTES,
            outBytes,
            this);
  }

  Link link() {
    return link;
  }

  @Override
  public void connected() throws IOException {
    String filter = plan.filter(number);
    if (filter.isEmpty()) {
      crowd.isReady();
      return;
    }
    link.out().put(Wire.subscribe(filter, plan.version(), plan.qos()));
    link.send();
  }

  @Override
  public void subscribed() {
    crowd.isReady();
  }

  @Override
  public void message(int first, ByteBuffer in) throws IOException {
    int qos = first >> 1 & 3;
    int at = in.position() + 2 + in.getShort(in.position());
    if (qos > 0) {
      Wire.puback(acknowledgements, in.getShort(at));
      at += 2;
    }
    if (plan.version() == Wire.VERSION_5) {
      at += 1 + in.get(at); // a broker that sends more than 127 bytes of properties does not exist
    }
    crowd.delivered(in.getInt(at));
  }

  @Override
  public void drained() throws IOException {
    if (acknowledgements.position() > 0) {
      link.out().put(acknowledgements.flip());
      acknowledgements.clear();
      link.send();
    }
  }
}
