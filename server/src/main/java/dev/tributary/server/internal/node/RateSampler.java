package dev.tributary.server.internal.node;

import java.time.Duration;

/** Calls a sampler once a second on a thread of its own until it is closed. */
final class RateSampler implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Thread thread;

  RateSampler(Runnable sampler) {
    this.thread = Thread.ofVirtual().name("rate-sampler").start(() -> run(sampler));
  }

  private static void run(Runnable sampler) {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        sampler.run();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
