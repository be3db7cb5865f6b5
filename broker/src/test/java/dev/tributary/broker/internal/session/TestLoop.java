package dev.tributary.broker.internal.session;

import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An event loop whose tasks the test runs, one after the other, on its own thread. */
public final class TestLoop extends AbstractEventExecutor {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;
  private boolean dead;

  /** False if there is none. */
  public boolean runOne() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    within(task);
    return true;
  }

  /** Does something as a task of this loop would. */
  public void within(Runnable task) {
    boolean before = running;
    running = true;
    try {
      task.run();
    } finally {
      running = before;
    }
  }

  public int waiting() {
    return tasks.size();
  }

  /** The process has ended: nothing runs any more. */
  public void die() {
    dead = true;
    tasks.clear();
  }

  @Override
  public void execute(Runnable task) {
    if (dead) {
      throw new RejectedExecutionException();
    }
    tasks.add(task);
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return running;
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return terminationFuture();
  }

  @Override
  public Future<?> terminationFuture() {
    return new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
  }

  @Override
  @Deprecated
  public void shutdown() {
    if (!dead) {
      die();
    }
  }

  @Override
  public boolean isShutdown() {
    return dead;
  }

  @Override
  public boolean isTerminated() {
    return dead;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
