package dev.tributary.server.internal.node;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the actions time to deliver what they hold after the last publish: their buffer is in
 * memory and ends with the process.
 */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  /** Orchestrators kill after 30 s by default; this leaves room for the rest. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(20);

  private final LongSupplier undelivered;

  Drain(LongSupplier undelivered) {
    this.undelivered = undelivered;
  }

  void await() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long left = undelivered.getAsLong();
    if (left == 0) {
      return;
    }
    LOG.info(
        "Delivering {} buffered records before the stop, for up to {} s",
        left,
        PATIENCE.toSeconds());
    try {
      while (left > 0 && System.nanoTime() < deadline) {
        Thread.sleep(LOOK);
        left = undelivered.getAsLong();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (left == 0) {
      LOG.info("The buffers are empty; the counters of the actions say how each record ended");
    } else {
      LOG.error("{} records were not delivered and are lost: the buffer is in memory", left);
    }
  }
}
