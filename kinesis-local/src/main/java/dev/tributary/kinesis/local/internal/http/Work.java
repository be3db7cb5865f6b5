package dev.tributary.kinesis.local.internal.http;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where operations are performed: on the loop that asks, or beside it when they may block. */
public abstract sealed class Work implements AutoCloseable {
  private Work() {}

  /** For what only touches memory. */
  public static Work onTheLoop() {
    return new OnTheLoop();
  }

  /**
   * For what may wait for a disk: virtual threads, of which so many work at once; the others wait
   * (each belongs to a connection or stream, so they are bounded, too).
   */
  public static Work beside(int atOnce) {
    return new Beside(atOnce);
  }

  /** Performs, then goes on with the result on the loop. {@code operation} must not throw. */
  abstract <T> void perform(EventExecutor loop, Supplier<T> operation, Consumer<T> then);

  /** Waits for what is under way. */
  @Override
  public abstract void close();

  private static final class OnTheLoop extends Work {
    @Override
    <T> void perform(EventExecutor loop, Supplier<T> operation, Consumer<T> then) {
      then.accept(operation.get());
    }

    @Override
    public void close() {}
  }

  private static final class Beside extends Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(30);

    private final ExecutorService threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("kinesis-local-work-", 0).factory());
    private final Semaphore permits;

    Beside(int atOnce) {
      this.permits = new Semaphore(atOnce);
    }

    @Override
    <T> void perform(EventExecutor loop, Supplier<T> operation, Consumer<T> then) {
      threads.execute(() -> {
        T result = bounded(operation);
        try {
          loop.execute(() -> then.accept(result));
        } catch (RejectedExecutionException _) {
          // The loops have ended: no client is left to hear of it.
        }
      });
    }

    private <T> T bounded(Supplier<T> operation) {
      permits.acquireUninterruptibly();
      try {
        return operation.get();
      } finally {
        permits.release();
      }
    }

    @Override
    public void close() {
      threads.shutdown();
      try {
        if (!threads.awaitTermination(CLOSE_MAX.toSeconds(), TimeUnit.SECONDS)) {
          LOG.error("operations of local Kinesis are still under way {} after its end", CLOSE_MAX);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
