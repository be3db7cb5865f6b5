package dev.tributary.sink;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One virtual thread per loop, parked while there is nothing to do. */
final class VirtualThreadDriver implements LoopDriver {

  private static final Logger log = LoggerFactory.getLogger(VirtualThreadDriver.class);

  /** After an error in our own code the loop goes on, but must not spin. */
  private static final long ERROR_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;

  VirtualThreadDriver(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Worker start(String name, Loop loop) {
    ThreadWorker worker = new ThreadWorker(Thread.ofVirtual(), name, loop);
    worker.thread.start();
    return worker;
  }

  @Override
  public Worker startBlocking(String name, Loop loop) {
    // A virtual thread would hold its carrier during file I/O, and there are few carriers.
    ThreadWorker worker = new ThreadWorker(Thread.ofPlatform().daemon(true), name, loop);
    worker.thread.start();
    return worker;
  }

  @Override
  public Call exchange(String name, Exchange exchange) {
    ThreadCall call = new ThreadCall(name, exchange);
    call.thread.start();
    return call;
  }

  @Override
  public Health bounded(Callable<Health> check, Duration timeout) throws InterruptedException {
    FutureTask<Health> task = new FutureTask<>(check);
    Thread thread = Thread.ofVirtual().name("sink-check").start(task);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Health.connecting(
          "no answer to the health check within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      log.warn("A health check failed unexpectedly", e.getCause());
      return Health.disconnected("the health check failed: " + e.getCause());
    } finally {
      thread.interrupt();
    }
  }

  private static final class ThreadCall implements Call {

    private final Exchange exchange;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    ThreadCall(String name, Exchange exchange) {
      this.exchange = exchange;
      this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    private void run() {
      try {
        exchange.answered(answer());
      } finally {
        ended.countDown();
      }
    }

    /** Whatever happens, the records must not stay in flight. */
    private BatchOutcome answer() {
      try {
        return exchange.send();
      } catch (InterruptedException _) {
        return retry("Interrupted", "the action was stopped during a request");
      } catch (RuntimeException | Error e) {
        log.error("A delivery threw; its records will be sent again", e);
        return retry("Unexpected", e.toString());
      }
    }

    private static BatchOutcome retry(String code, String why) {
      return new BatchOutcome.RetryAll(code, why, Duration.ZERO);
    }

    @Override
    public void join(Duration grace) throws InterruptedException {
      if (!ended.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        thread.interrupt();
        ended.await();
      }
    }
  }

  private final class ThreadWorker implements Worker {

    private final Loop loop;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    ThreadWorker(Thread.Builder threads, String name, Loop loop) {
      this.loop = loop;
      this.thread = threads.name(name).unstarted(this::run);
    }

    private void run() {
      try {
        while (!stopping) {
          long wait = runOnce();
          if (wait > 0 && !stopping) {
            LockSupport.parkNanos(this, wait);
          }
        }
      } catch (InterruptedException _) {
        // Only join() interrupts, and it has asked for the end.
      } finally {
        ended.countDown();
      }
    }

    private long runOnce() throws InterruptedException {
      try {
        return loop.runOnce(nanos.getAsLong());
      } catch (RuntimeException | Error e) {
        log.error("Loop {} failed in one step and goes on", thread.getName(), e);
        return ERROR_PAUSE_NANOS;
      }
    }

    @Override
    public void wake() {
      LockSupport.unpark(thread);
    }

    @Override
    public void stop() {
      stopping = true;
      wake();
    }

    @Override
    public void join(Duration grace) throws InterruptedException {
      if (!ended.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        thread.interrupt();
        ended.await();
      }
    }
  }
}
