package dev.tributary.broker.internal.store;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a writer submits: all or nothing of it is stored.
 *
 * @param whenStored run on {@code thread}, in order
 */
record Turn(Changes changes, List<Runnable> whenStored, Executor thread) implements Request {

  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** Where writers submit to. */
  interface Taker {

    /**
     * Stores the turn after those that it took before.
     *
     * @throws IllegalStateException if the store is closed
     */
    void take(Turn turn);

    boolean isBacklogged();
  }

  /** Tells that it is stored. Any thread. */
  void stored() {
    tell(thread, whenStored);
  }

  /** Runs tasks in their order, in one go. Any thread. */
  static void tell(Executor thread, List<Runnable> tasks) {
    if (!tasks.isEmpty()) {
      run(thread, () -> tasks.forEach(Turn::runOne));
    }
  }

  /** For answers as well. */
  static void run(Executor thread, Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException _) {
      // The event loop has ended: nobody is left to whom the task would matter.
    }
  }

  private static void runOne(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // The tasks after it are of other sessions and publishers.
      LOG.error("what was to be done when changes are stored has failed", e);
    }
  }
}
