package dev.tributary.server.internal.node;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the actions time to deliver, after the last publish, what is in memory alone and would end
 * with the process. What a buffer on disk holds is not waited for: the next start delivers it.
 */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  /** Orchestrators kill after 30 s by default; this leaves room for the rest. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(20);

  private final LongSupplier undelivered;

  /**
   * @param undelivered how many records a stop at this moment would lose
   */
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
        "Delivering {} records that are in memory alone before the stop, for up to {} s",
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
      LOG.info("Nothing is left in memory alone; the counters say how each record ended");
    } else {
      LOG.error("{} records were not delivered and are lost: they were in memory alone", left);
    }
  }
}
