package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** All clients of a plan at one broker, on one selector and the thread that calls. */
final class Crowd implements Closeable {

  private static final int CONNECTING_MAX = 64;
  private static final long STALL_MILLIS = 30_000;

  private final Selector selector;
  private final Plan plan;
  private final List<Link> links = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private int ready;
  private long left;
  private long acknowledged;
  private long delivered;

  private Crowd(Selector selector, Plan plan) {
    this.selector = selector;
    this.plan = plan;
  }

  /**
   * Connects everybody, subscribers first.
   *
   * @throws BenchmarkFailure if the broker does not take one of them
   */
  static Crowd connect(InetSocketAddress broker, Plan plan) throws IOException {
    Crowd crowd = new Crowd(Selector.open(), plan);
    try {
      for (int i = 0; i < plan.subscribers(); i++) {
        crowd.add(new Subscriber(crowd.selector, broker, plan, i, crowd).link());
      }
      for (int i = 0; i < plan.publishers(); i++) {
        Publisher publisher = new Publisher(crowd.selector, broker, plan, i, crowd);
        crowd.publishers.add(publisher);
        crowd.add(publisher.link());
      }
      while (crowd.ready < crowd.links.size()) {
        crowd.select();
      }
    } catch (IOException | BenchmarkFailure e) {
      crowd.close();
      throw e;
    }
    return crowd;
  }

  private void add(Link link) throws IOException {
    links.add(link);
    while (links.size() - ready >= CONNECTING_MAX) {
      select();
    }
  }

  /** Publishes so many messages; returns when all are acknowledged and have come everywhere. */
  void run(long messages) throws IOException {
    left = messages;
    acknowledged = 0;
    delivered = 0;
    for (Publisher publisher : publishers) {
      publisher.publish();
    }
    long acknowledgements = plan.qos() > 0 ? messages : 0;
    long deliveries = messages * plan.deliveries();
    while (acknowledged < acknowledgements || delivered < deliveries) {
      select();
    }
    if (delivered > deliveries) {
      throw new BenchmarkFailure(
          "%d deliveries, of which only %d were due".formatted(delivered, deliveries));
    }
  }

  /** Whether there is anything left to publish. */
  boolean wants() {
    return left > 0;
  }

  /** With less room than this a publisher waits, but at the end of a round. */
  int atLeast() {
    return left <= plan.window() ? 1 : (plan.window() + 1) / 2;
  }

  /** Messages that a publisher with so much room may send now. */
  int take(int room) {
    int count = (int) Math.min(left, room);
    left -= count;
    return count;
  }

  void isReady() {
    ready++;
  }

  void acknowledged() {
    acknowledged++;
  }

  void delivered(int publisher) throws IOException {
    delivered++;
    publishers.get(publisher).delivered();
  }

  private void select() throws IOException {
    if (selector.select(key -> ((Link) key.attachment()).ready(), STALL_MILLIS) == 0) {
      throw new BenchmarkFailure(
          "the broker has said nothing for %d s; %d of %d clients were ready, %d messages left to publish, %d acknowledged, %d deliveries"
              .formatted(STALL_MILLIS / 1000, ready, links.size(), left, acknowledged, delivered));
    }
  }

  @Override
  public void close() throws IOException {
    for (Link link : links) {
      link.close();
    }
    selector.close();
  }
}
