package dev.tributary.testkit.simulation;

import dev.tributary.sink.BufferMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Publishers, the real runtime, a disk and a service, all under one seed. {@link #play} lets them
 * live through faults, restarts and deaths, checks the invariants after every event, and in the end
 * lets everything drain.
 */
public final class SimulatedWorld {

  private static final Duration DRAIN_MAX = Duration.ofHours(2);
  private static final Duration SETTLE_MAX = Duration.ofSeconds(30);

  /**
   * Redelivered after a death is only what was answered so shortly before. Long, for an answer that
   * Kinesis has given may take minutes to arrive.
   */
  private static final long POSITION_NANOS = Duration.ofMinutes(10).toNanos();

  private final Surroundings world;
  private final SplittableRandom random;
  private final List<Publisher> publishers = new ArrayList<>();
  private final WorldEvents events;
  private @Nullable SimulatedProcess process;
  private @Nullable Takers takers;
  private boolean fresh = true;
  private int deaths;
  private long troubleNanos;
  private long failuresSeen;

  public SimulatedWorld(long seed, Trace trace, List<BufferMode> modes) {
    this.random = new SplittableRandom(seed);
    SimulatedClock clock = new SimulatedClock();
    trace.follow(clock);
    WorldPlan plan = WorldPlan.random(random.split(), modes);
    trace.say(() -> "seed " + seed + ": " + plan);
    Violations violations = new Violations();
    Messages messages = new Messages(violations, trace, clock, plan.isInOrder());
    ModelKinesis kinesis = new ModelKinesis(clock, random.split(), 1 + random.nextInt(4), messages);
    ModelDisk disk = new ModelDisk(random.split());
    this.world =
        new Surroundings(plan, clock, random.split(), violations, trace, messages, kinesis, disk);
    for (int i = 0; i < plan.publishers(); i++) {
      publishers.add(new Publisher(world, keysOf(i)));
    }
    this.events = new WorldEvents(this, world, random.split());
    disk.whileBlocked(nanos -> process().driver().passInFileWork(nanos));
    disk.guard(this::checkThread);
    this.troubleNanos = clock.nanos();
  }

  private List<String> keysOf(int publisher) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < world.plan().keys(); i++) {
      keys.add("k" + (world.plan().keysShared() ? "" : publisher + "-") + i);
    }
    if (publisher == 0 && random.nextInt(4) == 0) {
      keys.add(""); // no service takes it
    }
    return keys;
  }

  private void checkThread() {
    world
        .violations()
        .require(
            process().driver().mayDoFileWork(),
            () -> "file work on an event loop or a lane's loop");
  }

  /** Lives; throws {@link AssertionError} for what should not have happened. */
  public Report play() {
    try {
      boot();
      int count = 100 + random.nextInt(300);
      for (int i = 0; i < count; i++) {
        survive(events::next);
      }
      drain();
      return report();
    } catch (AssertionError | RuntimeException e) {
      world.violations().rethrow();
      throw e;
    }
  }

  /** What a world has been through. */
  public record Report(
      WorldSummary summary, long published, long stored, long duplicates, int deaths) {}

  /** The plan, for people. */
  public record WorldSummary(String text) {}

  private Report report() {
    List<Message> all = world.messages().all();
    long stored = all.stream().mapToLong(message -> message.stored).sum();
    return new Report(
        new WorldSummary(world.plan().toString()),
        all.size(),
        stored,
        world.messages().duplicates(),
        deaths);
  }

  SimulatedProcess process() {
    if (process == null) {
      throw new AssertionError("no process runs");
    }
    return process;
  }

  Takers takers() {
    if (takers == null) {
      throw new AssertionError("no process runs");
    }
    return takers;
  }

  /** Any publisher does something. */
  void publish() {
    publishers.get(random.nextInt(publishers.size())).publish(process(), fresh);
  }

  private void survive(Runnable event) {
    try {
      event.run();
    } catch (Crashed _) {
      world.trace().say(() -> "died in a call of the disk");
    }
    noteTrouble();
    if (world.disk().isCrashed()) {
      bury();
      boot();
    } else {
      process().check();
    }
  }

  private void noteTrouble() {
    long failures = world.disk().failures();
    if (failures != failuresSeen || world.disk().faults().slow > 0) {
      failuresSeen = failures;
      troubleNanos = world.clock().nanos();
    }
  }

  /** Starts a process, again if it dies in the middle of that. */
  private void boot() {
    SimulatedProcess next = new SimulatedProcess(world, events.settings());
    process = next;
    Takers nextTakers = new Takers(world.messages(), next, random.split());
    takers = nextTakers;
    next.driver().meanwhile(this::meanwhile);
    survive(() -> next.start(nextTakers));
  }

  /** What goes on while a call of the runtime blocks. */
  private void meanwhile() {
    if (process().runtime().action(SimulatedProcess.ACTION).isPresent()) {
      publish();
    }
    if (random.nextInt(4) == 0) {
      takers().decideOne();
    }
  }

  private void bury() {
    deaths++;
    world.disk().kill();
    process().die(random);
    boolean power = random.nextBoolean();
    world.trace().say(() -> power ? "DEATH with loss of power" : "DEATH of the process");
    if (power) {
      world.disk().losePower();
    }
    afterProcess(false);
  }

  void restart() {
    world.trace().say(() -> "restart");
    process().runtime().close();
    noteTrouble();
    boolean orderly =
        world.plan().mode() != BufferMode.VOLATILE_OFFLOAD && world.clock().nanos() != troubleNanos;
    process().check();
    process().die(random);
    afterProcess(orderly);
    boot();
  }

  /** What publishers do, and what may have been lost and may come twice from here on. */
  private void afterProcess(boolean orderly) {
    publishers.forEach(Publisher::disconnected);
    if (orderly) {
      return;
    }
    // In memory_only a log remains that could not be emptied or deleted on a disk in trouble.
    boolean unsynced = world.plan().mode() != BufferMode.DISK;
    if (unsynced) {
      world.messages().orderIsLost();
    }
    for (Message message : world.messages().all()) {
      if (unsynced) {
        message.excuses += 2; // its name may have come back from the dead, in two files
      } else if (wasAnsweredLately(message)) {
        message.excuses += message.stored;
      }
      boolean repeated = publishers.stream().anyMatch(each -> each.repeats(message));
      message.forgiven |= !message.promised && !repeated && !message.isSettled();
    }
  }

  /** Then the disk need not know it. */
  private boolean wasAnsweredLately(Message message) {
    Long answered = message.answeredNanos;
    long lately = world.clock().nanos() - POSITION_NANOS;
    return answered == null || answered - lately > 0 || troubleNanos - lately > 0;
  }

  private void drain() {
    world.trace().say(() -> "no more faults; everything drains");
    fresh = false;
    survive(events::calm);
    takers().decideAll();
    boolean drained = process().driver().runUntil(this::isDrained, DRAIN_MAX);
    process().check();
    world.violations().require(drained, () -> "not drained: " + describe());
    boolean connected = process().driver().runUntil(process()::isConnected, SETTLE_MAX);
    world.violations().require(connected, () -> "not connected: " + process().health());
    checkEnds();
    events.restartEmpty();
  }

  private boolean isDrained() {
    // A buffer that could not be opened yet does not know what is in it.
    return publishers.stream().allMatch(Publisher::isDone)
        && process().isEmpty()
        && process().isConnected();
  }

  private String describe() {
    return process().metrics()
        + ", "
        + process().health()
        + ", "
        + process().driver()
        + ", "
        + publishers;
  }

  private void checkEnds() {
    for (Message message : world.messages().all()) {
      world.violations().require(message.isSettled(), () -> "lost: " + message);
      world
          .violations()
          .require(
              !message.promised || message.stored > 0 || message.givenUp != null,
              () -> "promised and lost: " + message);
      world
          .violations()
          .require(!message.poison || message.stored == 0, () -> "stored, though bad: " + message);
    }
  }
}
