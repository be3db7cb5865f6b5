package dev.tributary.sink;

import java.time.Duration;

/** Waiting for loops to end. */
final class Workers {

  private Workers() {}

  /**
   * As {@link LoopDriver.Worker#join}, but an interrupt of the caller is kept for later: what a
   * loop owns must not be touched before the loop has ended.
   */
  static void join(LoopDriver.Worker worker, Duration grace) {
    boolean interrupted = false;
    while (true) {
      try {
        worker.join(grace);
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
