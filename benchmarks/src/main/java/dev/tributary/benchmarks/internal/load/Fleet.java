package dev.tributary.benchmarks.internal.load;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** All devices, on one selector and the thread that calls. */
final class Fleet {

  private static final int CONNECTING_MAX = 64;
  private static final long STALL_MILLIS = 30_000;

  private final Selector selector;
  private final List<Device> devices = new ArrayList<>();
  private final int window;
  private Histogram micros = histogram();
  private int connected;
  private long left;
  private long acknowledged;
  private long now;

  private Fleet(Selector selector, int window) {
    this.selector = selector;
    this.window = window;
  }

  /**
   * Connects all devices.
   *
   * @throws BenchmarkFailure if the broker does not take one of them
   */
  static Fleet connect(
      InetSocketAddress broker, int clients, int version, int window, int payloadBytes)
      throws IOException {
    Fleet fleet = new Fleet(Selector.open(), window);
    for (int i = 0; i < clients; i++) {
      String clientId = "bench-%05d".formatted(i);
      fleet.devices.add(
          new Device(fleet.selector, broker, clientId, version, window, payloadBytes, fleet));
      while (fleet.devices.size() - fleet.connected >= CONNECTING_MAX) {
        fleet.select();
      }
    }
    while (fleet.connected < clients) {
      fleet.select();
    }
    return fleet;
  }

  /** Publishes so many messages as fast as they are acknowledged; returns when all are. */
  Histogram run(long messages) throws IOException {
    micros = histogram();
    left = messages;
    acknowledged = 0;
    now = System.nanoTime();
    for (Device device : devices) {
      fill(device);
    }
    while (acknowledged < messages) {
      select();
    }
    return micros;
  }

  private void select() throws IOException {
    if (selector.select(this::ready, STALL_MILLIS) == 0) {
      throw new BenchmarkFailure(
          "the broker has said nothing for %d s; %d messages were acknowledged"
              .formatted(STALL_MILLIS / 1000, acknowledged));
    }
  }

  private void ready(SelectionKey key) {
    now = System.nanoTime();
    ((Link) key.attachment()).ready();
  }

  void connected() {
    connected++;
  }

  /**
   * @param sentAt nanos of its publish
   */
  void acknowledged(long sentAt) {
    acknowledged++;
    micros.recordValue(Math.max(1, (now - sentAt) / 1000));
  }

  /**
   * Waits for half of the window: single publishes would mean one system call each on both sides,
   * and a device that reports in bursts is no rarity.
   */
  void fill(Device device) throws IOException {
    int room = device.room();
    int count = (int) Math.min(left, room);
    if (count > 0 && (room >= (window + 1) / 2 || left <= window)) {
      left -= count;
      device.send(count, now);
    }
  }

  private static Histogram histogram() {
    Histogram histogram = new Histogram(TimeUnit.HOURS.toMicros(1), 2);
    histogram.setAutoResize(true);
    return histogram;
  }
}
