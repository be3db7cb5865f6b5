package dev.tributary.broker.internal.store;

import dev.tributary.broker.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes and reads: meets what was submitted in that order, as much as is there
 * at a time as one. What fails is tried again, and what comes after it waits. A platform thread,
 * for native calls would hold the carrier of a virtual one.
 */
final class StoreThread implements Turn.Taker {

  /** Who can wait should when this much is submitted and not written. */
  static final long BACKLOG_BYTES = 16L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

  private final Tables tables;
  private final Patience patience;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final AtomicLong unwrittenBytes = new AtomicLong();
  private final StoreTrouble trouble;
  private @Nullable Thread thread;
  private volatile boolean closing;

  /**
   * How long it waits.
   *
   * @param firstPause after something has failed; then twice as long each time
   * @param longestPause up to this
   * @param close how long it goes on trying when it is closed
   */
  record Patience(Duration firstPause, Duration longestPause, Duration close) {

    static final Patience DEFAULT =
        new Patience(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  /** Writes or reads. */
  private interface Attempt {
    void run() throws IOException;
  }

  /** Owns the tables from {@link #start} on. */
  StoreThread(Tables tables, Patience patience, StoreTrouble trouble) {
    this.tables = tables;
    this.patience = patience;
    this.trouble = trouble;
  }

  synchronized void start() {
    thread = Thread.ofPlatform().name("tributary-store").daemon().start(this::run);
  }

  @Override
  public void take(Turn turn) {
    checkOpen();
    unwrittenBytes.addAndGet(turn.changes().bytes());
    requests.add(turn);
  }

  void take(Reading reading) {
    checkOpen();
    requests.add(reading);
  }

  @Override
  public boolean isBacklogged() {
    return unwrittenBytes.get() > BACKLOG_BYTES;
  }

  @Nullable String trouble() {
    return trouble.text();
  }

  void checkOpen() {
    if (closing) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Meets what was asked for before, as far as it can. The thread itself closes the tables. */
  synchronized void close() {
    Thread ending = thread;
    if (closing || ending == null) {
      return;
    }
    closing = true;
    requests.add(new Request.End());
    LockSupport.unpark(ending);
    try {
      // Twice: an attempt may have begun just before its time was over.
      if (!ending.join(patience.close().multipliedBy(2))) {
        LOG.warn("the store has not ended yet; what it still writes may be lost");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        Round round = collect();
        goesOn = meet(round) && !round.isLast();
      }
    } finally {
      tables.close();
    }
  }

  private Round collect() {
    Round round = new Round();
    Request next = first();
    while (next != null) {
      round.add(next);
      next = round.isFull() ? null : requests.poll();
    }
    return round;
  }

  private Request first() {
    while (true) {
      try {
        return requests.take();
      } catch (InterruptedException _) {
        // Nobody interrupts this thread; it ends when it is closed.
      }
    }
  }

  /** False if it gave up. */
  private boolean meet(Round round) {
    Changes changes = round.changes();
    if (changes != null && !untilItWorks(() -> tables.write(changes))) {
      LOG.error(
          "The changes of {} turn(s) are lost: {}",
          round.turns() + requests.stream().filter(r -> r instanceof Turn).count(),
          trouble.text());
      return false;
    }
    unwrittenBytes.addAndGet(-round.submittedBytes());
    round.tellStored();
    for (Reading reading : round.readings()) {
      if (!untilItWorks(() -> reading.answer(tables.read(reading)))) {
        return false;
      }
    }
    return true;
  }

  private boolean untilItWorks(Attempt attempt) {
    Duration pause = patience.firstPause();
    long deadlineNanos = 0;
    for (int failures = 0; true; failures++) {
      if (succeeds(attempt, failures > 1)) {
        trouble.isOver();
        return true;
      }
      if (closing) {
        deadlineNanos = deadlineNanos == 0 ? trouble.nanosIn(patience.close()) : deadlineNanos;
        pause = patience.firstPause();
        if (trouble.isPast(deadlineNanos)) {
          return false;
        }
      }
      LockSupport.parkNanos(this, pause.toNanos());
      pause = shorter(pause.multipliedBy(2), patience.longestPause());
    }
  }

  /**
   * @param afresh the database is opened again first: after some errors RocksDB accepts nothing
   *     until then
   */
  private boolean succeeds(Attempt attempt, boolean afresh) {
    try {
      if (afresh) {
        tables.reopen();
      }
      attempt.run();
      return true;
    } catch (IOException | StoreException e) {
      trouble.happened(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      // Whatever it is: without this thread nothing would be stored until the process ends.
      trouble.happened(e);
    }
    return false;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
