package dev.tributary.testkit.simulation;

import dev.tributary.sink.LoopDriver;

/** Something that the scheduler runs when its time has come. */
abstract class SimulatedTask {

  /** On whose thread it would run in production. */
  enum Kind {
    LOOP,
    BLOCKING_LOOP,
    EXCHANGE
  }

  final String name;
  final Kind kind;
  private final SimulatedClock clock;
  private long dueNanos;
  private boolean waits = true;
  private boolean woken;
  private boolean running;

  SimulatedTask(String name, Kind kind, SimulatedClock clock) {
    this.name = name;
    this.kind = kind;
    this.clock = clock;
    this.dueNanos = clock.nanos();
  }

  abstract void step() throws InterruptedException;

  final void run() throws InterruptedException {
    woken = false;
    running = true;
    try {
      step();
    } finally {
      running = false;
    }
  }

  final void dueIn(long nanos) {
    waits = nanos != LoopDriver.FOREVER;
    dueNanos = clock.nanos() + nanos;
  }

  final void wakeUp() {
    woken = true;
  }

  final boolean isRunning() {
    return running;
  }

  final boolean isDue() {
    return !running && (woken || (waits && dueNanos - clock.nanos() <= 0));
  }

  /** {@link LoopDriver#FOREVER} if only a call wakes it, or it runs already. */
  final long nanosUntilDue() {
    return running || !waits ? LoopDriver.FOREVER : dueNanos - clock.nanos();
  }
}
