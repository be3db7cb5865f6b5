package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The thread of the test as the thread of a writer: runs what it was given when told to. */
final class TestThread implements Executor {

  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Ends the turn: runs what is here. */
  void turn() {
    for (int i = tasks.size(); i > 0; i--) {
      tasks.remove().run();
    }
  }

  /** Runs tasks as they come until it is so. */
  void until(BooleanSupplier so) {
    try {
      while (!so.getAsBoolean()) {
        Runnable task = tasks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(task).as("what was waited for").isNotNull();
        task.run();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
