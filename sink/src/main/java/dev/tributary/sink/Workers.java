package dev.tributary.sink;

import java.time.Duration;

/** Waiting for loops and requests to end. */
final class Workers {

  /** A wait that an interrupt would end too early. */
  private interface Wait {
    void join(Duration grace) throws InterruptedException;
  }

  private Workers() {}

  /**
   * As {@link LoopDriver.Worker#join}, but an interrupt of the caller is kept for later: what a
   * loop owns must not be touched before the loop has ended.
   */
  static void join(LoopDriver.Worker worker, Duration grace) {
    joinUninterrupted(worker::join, grace);
  }

  /** The same for a request. */
  static void join(LoopDriver.Call call, Duration grace) {
    joinUninterrupted(call::join, grace);
  }

  private static void joinUninterrupted(Wait wait, Duration grace) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.join(grace);
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
