package dev.tributary.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** Drives loops by hand, on the calling thread, under a clock that moves only when told. */
final class HandDriver implements LoopDriver {

  private final SplittableRandom random;
  private final List<HandWorker> workers = new ArrayList<>();
  private long nowNanos;

  HandDriver(long seed) {
    this.random = new SplittableRandom(seed);
    // Near the overflow of nanoTime, which may happen at any moment on a real machine.
    this.nowNanos = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();
  }

  SinkEnvironment environment() {
    return environment(Storage.none());
  }

  SinkEnvironment environment(Storage storage) {
    return new SinkEnvironment(
        () -> nowNanos, () -> Instant.ofEpochMilli(0), this::split, this, storage);
  }

  private RandomGenerator split() {
    return random.split();
  }

  void advance(Duration duration) {
    nowNanos += duration.toNanos();
  }

  @Override
  public Worker start(String name, Loop loop) {
    HandWorker worker = new HandWorker(name, loop);
    workers.add(worker);
    return worker;
  }

  @Override
  public Worker startBlocking(String name, Loop loop) {
    return start(name, loop);
  }

  /** At once: nothing overlaps. */
  @Override
  public Call exchange(String name, Exchange exchange) {
    BatchOutcome outcome;
    try {
      outcome = exchange.send();
    } catch (InterruptedException | RuntimeException | Error e) {
      outcome = new BatchOutcome.RetryAll("Unexpected", e.toString(), Duration.ZERO);
    }
    exchange.answered(outcome);
    return _ -> {};
  }

  @Override
  public Health bounded(Callable<Health> check, Duration timeout) throws InterruptedException {
    try {
      return check.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Health.disconnected("the health check failed: " + e);
    }
  }

  /** The process ends without a word: nothing that runs goes on. */
  void crash() {
    workers.clear();
  }

  /** One call of one loop that is due, chosen at random; false if none is. */
  boolean stepOne() {
    List<HandWorker> due = workers.stream().filter(HandWorker::isDue).toList();
    if (due.isEmpty()) {
      return false;
    }
    due.get(random.nextInt(due.size())).run();
    return true;
  }

  /** Runs whatever is due, without moving the clock. */
  void settle() {
    int steps = 0;
    while (stepOne()) {
      if (++steps > 100_000) {
        throw new AssertionError(
            "a loop spins: "
                + workers.stream().filter(HandWorker::isDue).map(w -> w.name).toList());
      }
    }
  }

  /** Lets time pass, from one due moment to the next. */
  void run(Duration duration) {
    long end = nowNanos + duration.toNanos();
    settle();
    while (true) {
      long next = end;
      for (HandWorker worker : workers) {
        if (worker.waits && worker.dueNanos - next < 0) {
          next = worker.dueNanos;
        }
      }
      nowNanos = next - nowNanos < 0 ? nowNanos : next;
      settle();
      if (nowNanos - end >= 0) {
        return;
      }
    }
  }

  private final class HandWorker implements Worker {

    private final String name;
    private final Loop loop;
    private long dueNanos = nowNanos;
    private boolean waits = true;
    private boolean permit;
    private boolean stopped;

    HandWorker(String name, Loop loop) {
      this.name = name;
      this.loop = loop;
    }

    boolean isDue() {
      return !stopped && (permit || (waits && dueNanos - nowNanos <= 0));
    }

    void run() {
      permit = false;
      try {
        long wait = loop.runOnce(nowNanos);
        waits = wait != FOREVER;
        dueNanos = nowNanos + wait;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void wake() {
      permit = true;
    }

    @Override
    public void stop() {
      stopped = true;
      workers.remove(this);
    }

    @Override
    public void join(Duration grace) {}
  }
}
