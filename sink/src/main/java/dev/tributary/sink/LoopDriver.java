package dev.tributary.sink;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Drives the loops of the runtime: with threads in production, step by step in tests. */
public interface LoopDriver {

  /** Until woken. */
  long FOREVER = Long.MAX_VALUE;

  /** Begins to drive a loop. */
  Worker start(String name, Loop loop);

  /** The same for a loop that reads and writes files: it may hold a thread of its own. */
  Worker startBlocking(String name, Loop loop);

  /**
   * Begins one request; the loops go on meanwhile.
   *
   * @param name for thread dumps
   */
  Call exchange(String name, Exchange exchange);

  /**
   * Runs one health check.
   *
   * @param timeout after which the check is interrupted and {@link Health#connecting} is the answer
   */
  Health bounded(Callable<Health> check, Duration timeout) throws InterruptedException;

  /** Something that is done again and again by one thread at a time. */
  interface Loop {

    /**
     * Does what there is to do now; may block in I/O.
     *
     * @return nanoseconds until the next call, unless woken before: 0 is at once, {@link #FOREVER}
     *     only when woken
     */
    long runOnce(long nowNanos) throws InterruptedException;
  }

  /** A request and what follows from its answer. */
  interface Exchange {

    /** Blocks until the answer is there. */
    BatchOutcome send() throws InterruptedException;

    /** Called once, on any thread, with what {@link #send} has returned or failed with. */
    void answered(BatchOutcome outcome);
  }

  /** A request on its way. */
  interface Call {

    /**
     * Waits until {@link Exchange#answered} has returned; interrupts a request that takes longer
     * than {@code grace}, and waits for its end.
     */
    void join(Duration grace) throws InterruptedException;
  }

  /** A loop being driven. */
  interface Worker {

    /** Calls the loop soon, if it waits. Any thread, cheap, never blocks. */
    void wake();

    /** No further call begins. A call in progress goes on. */
    void stop();

    /**
     * Waits after {@link #stop} until no call is in progress; interrupts one that takes longer than
     * {@code grace}, and waits for it to end.
     */
    void join(Duration grace) throws InterruptedException;
  }
}
