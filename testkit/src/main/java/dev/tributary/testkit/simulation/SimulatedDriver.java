package dev.tributary.testkit.simulation;

import dev.tributary.sink.Health;
import dev.tributary.sink.LoopDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the loops and requests of one simulated process on the calling thread, one step at a time,
 * in an order that a seed decides. Time passes only when nothing is due, or when it is told to.
 *
 * <p>Where production would block (in a health check, a file operation, a join), the steps of
 * others run meanwhile, nested in the blocked one. Not thread-safe.
 */
public final class SimulatedDriver implements LoopDriver {

  private static final int STEPS_AT_ONE_INSTANT_MAX = 100_000;
  private static final int NESTED_MAX = 3;

  private final SimulatedClock clock;
  private final SplittableRandom random;
  private final List<SimulatedTask> tasks = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private SimulatedTask.@Nullable Kind running;
  private @Nullable Passage passage;
  private @Nullable Long checkEndsNanos;
  private boolean filesBusy;
  private int nested;
  private long instant;
  private int stepsAtInstant;
  private long requests;

  public SimulatedDriver(SimulatedClock clock, SplittableRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** Something outside the runtime that goes on while calls of the runtime block. */
  public void meanwhile(Runnable others) {
    this.meanwhile = others;
  }

  /** Whether a thread that may wait for files is running: a blocking loop, or a caller. */
  boolean mayDoFileWork() {
    return running == null || running == SimulatedTask.Kind.BLOCKING_LOOP;
  }

  /** Runs this as an event loop of the broker would: it must not do file work. */
  void onEventLoop(Runnable work) {
    SimulatedTask.Kind outer = running;
    running = SimulatedTask.Kind.LOOP;
    try {
      work.run();
    } finally {
      running = outer;
    }
  }

  /** The request being sent; only while {@link Exchange#send} runs. */
  public @Nullable Passage passage() {
    return passage;
  }

  /** Requests that were begun and are not yet answered. */
  public long requestsInFlight() {
    return requests;
  }

  @Override
  public Worker start(String name, Loop loop) {
    return add(new SimulatedWorker(name, SimulatedTask.Kind.LOOP, this, loop));
  }

  @Override
  public Worker startBlocking(String name, Loop loop) {
    return add(new SimulatedWorker(name, SimulatedTask.Kind.BLOCKING_LOOP, this, loop));
  }

  @Override
  public Call exchange(String name, Exchange exchange) {
    requests++;
    SimulatedCall call = add(new SimulatedCall(name, this, exchange));
    call.dueIn(latencyNanos());
    return call;
  }

  private <T extends SimulatedTask> T add(T task) {
    tasks.add(task);
    return task;
  }

  void remove(SimulatedTask task) {
    if (tasks.remove(task) && task.kind == SimulatedTask.Kind.EXCHANGE) {
      requests--;
    }
  }

  SimulatedClock clock() {
    return clock;
  }

  /** Mostly some milliseconds. */
  long latencyNanos() {
    int range = random.nextInt(10) == 0 ? 500_000_000 : 20_000_000;
    return random.nextInt(range);
  }

  void passage(@Nullable Passage next) {
    passage = next;
  }

  @Override
  public Health bounded(Callable<Health> check, Duration timeout) throws InterruptedException {
    Long outer = checkEndsNanos;
    checkEndsNanos = clock.nanos() + timeout.toNanos();
    try {
      return check.call();
    } catch (InterruptedException _) {
      return Health.connecting("no answer to the health check within " + timeout);
    } catch (RuntimeException e) {
      return Health.disconnected("the health check failed: " + e);
    } catch (Exception e) {
      throw new AssertionError("a check threw what it does not declare", e);
    } finally {
      checkEndsNanos = outer;
    }
  }

  /**
   * Whoever calls this blocks so long, as in network I/O; others go on meanwhile.
   *
   * @throws InterruptedException if a health check takes longer than it may
   */
  public void block(Duration duration) throws InterruptedException {
    Long end = checkEndsNanos;
    long wanted = duration.toNanos();
    if (end == null || end - clock.nanos() >= wanted) {
      pass(wanted);
    } else {
      pass(Math.max(0, end - clock.nanos()));
      throw new InterruptedException("the check took too long");
    }
  }

  /**
   * Lets time pass for a caller that is blocked in file work. No other does file work meanwhile: it
   * might wait for a lock that this one holds.
   */
  void passInFileWork(long nanos) {
    boolean outer = filesBusy;
    filesBusy = true;
    try {
      pass(nanos);
    } finally {
      filesBusy = outer;
    }
  }

  private void pass(long nanos) {
    if (nested == NESTED_MAX) {
      clock.advance(nanos);
      return;
    }
    long end = clock.nanos() + nanos;
    SimulatedTask.Kind blocked = running;
    Long itsCheckEnds = checkEndsNanos;
    running = null;
    checkEndsNanos = null;
    nested++;
    try {
      drive(() -> false, end);
    } finally {
      nested--;
      running = blocked;
      checkEndsNanos = itsCheckEnds;
    }
  }

  /** Lets time pass, from one due moment to the next. */
  public void run(Duration duration) {
    drive(() -> false, clock.nanos() + duration.toNanos());
  }

  /**
   * Lets time pass until the condition holds.
   *
   * @return false if it does not within {@code atMost}
   */
  public boolean runUntil(BooleanSupplier condition, Duration atMost) {
    drive(condition, clock.nanos() + atMost.toNanos());
    return condition.getAsBoolean();
  }

  private void drive(BooleanSupplier done, long endNanos) {
    while (!done.getAsBoolean()) {
      if (random.nextInt(4) == 0) {
        meanwhile.run();
      }
      if (!stepOne() && !advanceTowards(endNanos)) {
        return;
      }
    }
  }

  private boolean advanceTowards(long endNanos) {
    long step = endNanos - clock.nanos();
    if (step <= 0) {
      return false;
    }
    for (SimulatedTask task : tasks) {
      if (mayRun(task)) {
        step = Math.min(step, task.nanosUntilDue());
      }
    }
    clock.advance(Math.max(0, step));
    return true;
  }

  /** One step of one task that is due, chosen at random; false if none is. */
  public boolean stepOne() {
    SimulatedTask chosen = null;
    int due = 0;
    for (SimulatedTask task : tasks) {
      if (mayRun(task) && task.isDue() && random.nextInt(++due) == 0) {
        chosen = task;
      }
    }
    if (chosen == null) {
      return false;
    }
    noticeSpinning();
    runOne(chosen);
    return true;
  }

  private boolean mayRun(SimulatedTask task) {
    return !filesBusy || task.kind != SimulatedTask.Kind.BLOCKING_LOOP;
  }

  private void runOne(SimulatedTask task) {
    SimulatedTask.Kind outer = running;
    running = task.kind;
    try {
      task.run();
    } catch (RuntimeException | InterruptedException e) {
      throw new AssertionError(task.name + " threw " + e, e);
    } finally {
      running = outer;
    }
  }

  private void noticeSpinning() {
    if (instant != clock.nanos()) {
      instant = clock.nanos();
      stepsAtInstant = 0;
    } else if (++stepsAtInstant > STEPS_AT_ONE_INSTANT_MAX) {
      throw new AssertionError(
          "a loop spins: "
              + tasks.stream().filter(SimulatedTask::isDue).map(task -> task.name).toList());
    }
  }

  /** Runs others until the task is at rest, or {@code grace} is over. */
  boolean awaitRest(SimulatedTask task, BooleanSupplier atRest, Duration grace) {
    if (task.isRunning()) {
      throw new AssertionError(task.name + " waits for its own end");
    }
    return runUntil(atRest, grace);
  }

  /** The process is dead: nothing of it ever runs again. Requests on the wire may still arrive. */
  void halt(SplittableRandom fate) {
    List<SimulatedTask> last = List.copyOf(tasks);
    tasks.clear();
    requests = 0;
    running = null;
    for (SimulatedTask task : last) {
      if (task instanceof SimulatedCall call && fate.nextBoolean()) {
        call.arriveAfterDeath();
      }
    }
  }

  /** What there is to run, for failures. */
  @Override
  public String toString() {
    return tasks.stream().map(task -> task.name + " in " + task.nanosUntilDue() + " ns").toList()
        + "";
  }
}
