package dev.tributary.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Drives loops by hand, on the calling thread, under a clock that moves only when told. */
final class HandDriver implements LoopDriver {

  private final SplittableRandom random;
  private final List<HandWorker> workers = new ArrayList<>();
  private final List<Flight> flights = new ArrayList<>();
  private long nowNanos;
  private long legNanosMax;
  private int flightsMost;

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

  /**
   * From now on a request takes up to so long to its service, and its answer so long back, so that
   * requests overlap. At the beginning both are at once: {@link #exchange} returns after the
   * answer.
   */
  void requestsTake(Duration legMax) {
    legNanosMax = legMax.toNanos();
  }

  int flights() {
    return flights.size();
  }

  /** Most requests that were in flight at once. */
  int flightsMost() {
    return flightsMost;
  }

  @Override
  public Call exchange(String name, Exchange exchange) {
    Flight flight = new Flight(name, exchange);
    flights.add(flight);
    flightsMost = Math.max(flightsMost, flights.size());
    if (legNanosMax == 0) {
      flight.end();
    }
    return flight;
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
    flights.clear();
  }

  /** One call of one loop, or one leg of a request, that is due, chosen at random; or false. */
  boolean stepOne() {
    List<Due> due = all().filter(Due::isDue).toList();
    if (due.isEmpty()) {
      return false;
    }
    due.get(random.nextInt(due.size())).run();
    return true;
  }

  private Stream<Due> all() {
    return Stream.concat(workers.stream(), flights.stream());
  }

  /** Runs whatever is due, without moving the clock. */
  void settle() {
    int steps = 0;
    while (stepOne()) {
      if (++steps > 100_000) {
        throw new AssertionError("something spins: " + all().filter(Due::isDue).toList());
      }
    }
  }

  /** Lets time pass, from one due moment to the next. */
  void run(Duration duration) {
    long end = nowNanos + duration.toNanos();
    settle();
    while (true) {
      long next = end;
      for (Due due : all().toList()) {
        if (due.waits && due.dueNanos - next < 0) {
          next = due.dueNanos;
        }
      }
      nowNanos = next - nowNanos < 0 ? nowNanos : next;
      settle();
      if (nowNanos - end >= 0) {
        return;
      }
    }
  }

  /** Something that has its turn when its time has come. */
  private abstract class Due {

    final String name;
    long dueNanos = nowNanos;
    boolean waits = true;

    Due(String name) {
      this.name = name;
    }

    boolean isDue() {
      return waits && dueNanos - nowNanos <= 0;
    }

    abstract void run();

    @Override
    public String toString() {
      return name;
    }
  }

  /** A request: on its way to the service, then on its way back, then gone. */
  private final class Flight extends Due implements Call {

    private final Exchange exchange;
    private BatchOutcome answer;

    Flight(String name, Exchange exchange) {
      super(name);
      this.exchange = exchange;
      nextLeg();
    }

    private void nextLeg() {
      if (legNanosMax > 0) {
        dueNanos = nowNanos + random.nextLong(legNanosMax + 1);
      }
    }

    @Override
    void run() {
      if (answer == null) {
        answer = answer();
        nextLeg();
      } else {
        flights.remove(this);
        exchange.answered(answer);
      }
    }

    private BatchOutcome answer() {
      try {
        return exchange.send();
      } catch (InterruptedException | RuntimeException | Error e) {
        return new BatchOutcome.RetryAll("Unexpected", e.toString(), Duration.ZERO);
      }
    }

    void end() {
      while (flights.contains(this)) {
        run();
      }
    }

    /** The request may have reached the service or not, and the answer may come in time or not. */
    @Override
    public void join(Duration grace) {
      if (!flights.contains(this)) {
        return;
      }
      if (answer == null && random.nextBoolean()) {
        answer = answer();
      }
      if (answer == null || random.nextInt(4) == 0) {
        answer = new BatchOutcome.RetryAll("Interrupted", "stopped", Duration.ZERO);
      }
      end();
    }
  }

  private final class HandWorker extends Due implements Worker {

    private final Loop loop;
    private boolean permit;
    private boolean stopped;

    HandWorker(String name, Loop loop) {
      super(name);
      this.loop = loop;
    }

    @Override
    boolean isDue() {
      return !stopped && (permit || super.isDue());
    }

    @Override
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
