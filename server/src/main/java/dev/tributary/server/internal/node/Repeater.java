package dev.tributary.server.internal.node;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same again and again on a thread of its own until it is closed. */
final class Repeater implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Repeater.class);

  private final Thread thread;

  /**
   * @param interval between the end of one time and the next
   */
  Repeater(String name, Duration interval, Runnable task) {
    this.thread = Thread.ofVirtual().name(name).start(() -> run(interval, task));
  }

  private static void run(Duration interval, Runnable task) {
    try {
      while (true) {
        Thread.sleep(interval);
        attempt(task);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed this time", Thread.currentThread().getName(), e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
