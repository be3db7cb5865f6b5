package dev.tributary.testkit.simulation;

import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.BufferMode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to a world, chosen by its seed. */
final class WorldEvents {

  /** A message that has died again and again has as many letters, and each is sent again. */
  private static final int LETTERS_MAX = 10;

  private final SimulatedWorld world;
  private final Surroundings around;
  private final SplittableRandom random;
  private ActionSettings settings;
  private boolean connectorStopped;
  private boolean disabled;

  WorldEvents(SimulatedWorld world, Surroundings around, SplittableRandom random) {
    this.world = world;
    this.around = around;
    this.random = random;
    this.settings = around.plan().settings(random);
    faults();
  }

  /** For the next process. Whatever was stopped starts with it. */
  ActionSettings settings() {
    connectorStopped = false;
    disabled = false;
    return settings;
  }

  void next() {
    int roll = random.nextInt(100);
    if (roll < 30) {
      world.publish();
    } else if (roll < 70) {
      world.process().driver().stepOne();
    } else if (roll < 80) {
      around.clock().advance(random.nextInt(20_000_000));
    } else if (roll < 86) {
      timePasses();
    } else if (roll < 88) {
      world.takers().decideOne();
    } else {
      rarely(random.nextInt(12));
    }
  }

  private void timePasses() {
    Duration time = Duration.ofMillis(random.nextInt(2000));
    around.trace().say(() -> "time passes: " + time);
    world.process().driver().run(time);
  }

  private void rarely(int roll) {
    switch (roll) {
      case 0 -> changeSettings();
      case 1 -> replaceConnector();
      case 2 -> stopOrStartConnector();
      case 3 -> disableOrEnable();
      case 4 -> restartOrDie();
      case 5 -> faults();
      case 6 -> around.kinesis().reshard();
      case 7 -> hold();
      case 8 -> jump();
      case 9 -> disk();
      case 10 -> deadLetters();
      default -> noFaults();
    }
  }

  private void changeSettings() {
    settings = around.plan().settings(random);
    put();
  }

  private void put() {
    around.trace().say(() -> "settings: " + settings);
    world.process().putAction(settings, world.takers());
    disabled = false;
  }

  private void replaceConnector() {
    around.trace().say(() -> "the connector is replaced");
    world.process().putConnector(Duration.ofMillis(random.nextInt(2) * 1000L));
    connectorStopped = false;
  }

  private void stopOrStartConnector() {
    around.trace().say(() -> connectorStopped ? "connector starts" : "connector stops");
    if (connectorStopped) {
      world.process().startConnector();
    } else {
      world.process().stopConnector();
    }
    connectorStopped = !connectorStopped;
  }

  private void disableOrEnable() {
    if (disabled) {
      put();
    } else if (random.nextInt(3) == 0) {
      around.trace().say(() -> "the action is disabled");
      world.process().putAction(disabled(settings), world.takers());
      disabled = true;
    }
  }

  private static ActionSettings disabled(ActionSettings s) {
    return new ActionSettings(
        false,
        s.batchSize(),
        s.batchTime(),
        s.buffer(),
        s.inflightWindow(),
        s.workerPoolSize(),
        s.requestTtl(),
        s.ordering(),
        s.healthCheckInterval(),
        s.healthCheckIntervalJitter(),
        s.healthCheckTimeout(),
        s.resumeInterval(),
        s.deadLetter());
  }

  private void restartOrDie() {
    switch (random.nextInt(3)) {
      case 0 -> world.restart();
      case 1 -> around.disk().kill();
      default -> around.disk().crashAfter(1 + random.nextInt(40));
    }
  }

  private void jump() {
    Duration step = Duration.ofMillis(random.nextLong(-100_000_000, 100_000_000));
    around.trace().say(() -> "the time of day jumps by " + step);
    around.clock().jump(step);
  }

  private int rate(int most) {
    return random.nextInt(3) == 0 ? random.nextInt(most) : 0;
  }

  private void faults() {
    KinesisFaults faults = around.kinesis().faults();
    faults.throttled = rate(300);
    faults.failed = rate(300);
    faults.reset = rate(300);
    faults.lost = rate(200);
    faults.garbled = rate(100);
    faults.slow = rate(200);
    boolean partial = !around.plan().wholeRequests();
    faults.recordsFailed = partial ? rate(500) : 0;
    faults.silent = random.nextInt(10) == 0;
    boolean tight = partial && random.nextBoolean();
    around.kinesis().limit(tight ? 5 + random.nextInt(50) : 100_000, tight ? 2000 : 100_000_000);
    around.trace().say(() -> "Kinesis: " + faults);
  }

  private void hold() {
    around.kinesis().faults().hold =
        random.nextBoolean()
            ? null
            : new BatchOutcome.Hold("ResourceNotFoundException", "create the stream");
    around.trace().say(() -> "Kinesis: " + around.kinesis().faults());
  }

  private void disk() {
    DiskFaults faults = around.disk().faults();
    faults.none();
    if (random.nextBoolean()) {
      faults.appends = rate(300);
      faults.syncs = rate(300);
      faults.reads = rate(200);
      faults.names = rate(200);
      faults.slow = rate(200);
      faults.quota =
          random.nextInt(3) == 0 ? around.disk().bytes() + random.nextInt(500) : Long.MAX_VALUE;
    }
    around.trace().say(() -> "disk: " + faults);
  }

  private void noFaults() {
    around.kinesis().faults().none();
    around.disk().faults().none();
    around.trace().say(() -> "no faults");
  }

  /** Sent again, looked at, or thrown away. */
  private void deadLetters() {
    if (around.plan().deadLetters() == null || disabled) {
      return;
    }
    around.trace().say(() -> "dead letters are sent again");
    try {
      for (Message message : around.messages().all()) {
        if (message.givenUp != null) {
          message.excuses += LETTERS_MAX;
        }
      }
      world.process().runtime().replayDeadLetters(SimulatedProcess.ACTION, List.of());
    } catch (IOException e) {
      around.trace().say(() -> "they cannot be read: " + e.getMessage());
    }
  }

  /** From now on all is well. */
  void calm() {
    noFaults();
    around.kinesis().limit(around.plan().wholeRequests() ? 100_000 : 1000, 1 << 20);
    around.disk().crashAfter(-1);
    if (connectorStopped) {
      stopOrStartConnector();
    }
    put();
  }

  /** A restart after everything was delivered has nothing to deliver. */
  void restartEmpty() {
    world.process().driver().run(Duration.ofSeconds(5)); // dead letters are on their way
    world.restart();
    SimulatedProcess process = world.process();
    process.driver().run(Duration.ofSeconds(5));
    ActionMetrics metrics = process.metrics();
    around
        .violations()
        .require(
            metrics.matched() == 0 || around.plan().mode() != BufferMode.DISK,
            () -> "delivered, and yet in the buffer: " + metrics);
  }
}
