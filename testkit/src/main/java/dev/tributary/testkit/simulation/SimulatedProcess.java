package dev.tributary.testkit.simulation;

import dev.tributary.sink.Action;
import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Fallback;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.SinkRuntime;
import dev.tributary.sink.Source;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One run of the real runtime, from its start to its stop or its death. What its callbacks say
 * after its death nobody hears.
 */
final class SimulatedProcess {

  static final String ACTION = "kinesis:a";
  private static final String CONNECTOR = "kinesis:c";

  private final Surroundings world;
  private final SimulatedDriver driver;
  private final SinkRuntime runtime;
  private final Tally tally;
  private ActionSettings settings;
  private ActionSettings former;
  private int changes;
  private boolean shrunk;
  private boolean dead;

  SimulatedProcess(Surroundings world, ActionSettings settings) {
    this.world = world;
    this.settings = settings;
    this.former = settings;
    this.driver = new SimulatedDriver(world.clock(), world.random().split());
    this.runtime =
        new SinkRuntime(
            new SinkEnvironment(
                world.clock()::nanos,
                world.clock(),
                world.random()::split,
                driver,
                world.disk().mount()));
    this.tally = new Tally(world.violations());
  }

  void start(Fallback fallback) {
    putConnector(Duration.ofSeconds(1));
    putAction(settings, fallback);
  }

  void putConnector(Duration startTimeout) {
    ConnectorSettings connector =
        new ConnectorSettings(
            true, Duration.ofSeconds(15), Duration.ofSeconds(60), true, startTimeout);
    runtime.putConnector(CONNECTOR, connector, () -> world.kinesis().connector(driver));
  }

  void stopConnector() {
    runtime.stopConnector(CONNECTOR);
  }

  void startConnector() {
    runtime.startConnector(CONNECTOR);
  }

  void putAction(ActionSettings fresh, Fallback fallback) {
    shrunk |= fresh.buffer().bytesMax() < settings.buffer().bytesMax();
    former = settings;
    settings = fresh;
    runtime.putAction(ACTION, CONNECTOR, fresh, _ -> delivery(fresh), fallback);
    former = fresh;
    changes++;
  }

  /** How often the settings have changed. */
  int changes() {
    return changes;
  }

  /** How records are buffered now; two ways while settings change. */
  List<BufferSettings> buffers() {
    return List.of(former.buffer(), settings.buffer());
  }

  private Delivery delivery(ActionSettings under) {
    RequestBounds bounds = new RequestBounds(under, world.violations());
    return world.kinesis().delivery(driver, world.plan().limits(), bounds);
  }

  void submit(Publication publication) {
    tally.submitted();
    Message message = publication.message;
    // Rules are known by their ids, and here each publication is a rule of its own.
    String rule = message.id + "-" + message.publications++;
    Source source = new Source(rule, "t/" + message.key, "client");
    SinkRecord record =
        new SinkRecord(
            message.key, null, message.data(), world.clock().millis(), source, null, publication);
    Action action = runtime.action(ACTION).orElseThrow();
    driver.onEventLoop(() -> action.submit(record, publication));
  }

  SinkRuntime runtime() {
    return runtime;
  }

  SimulatedDriver driver() {
    return driver;
  }

  SimulatedClock clock() {
    return world.clock();
  }

  ActionSettings settings() {
    return settings;
  }

  Tally tally() {
    return tally;
  }

  Trace trace() {
    return world.trace();
  }

  void require(boolean holds, Supplier<String> what) {
    world.violations().require(holds, what);
  }

  /** The invariants that hold at every instant. */
  void check() {
    tally.check(metrics());
    tally.checkBounds(settings, shrunk);
    tally.checkDeliveries();
    world.violations().rethrow();
  }

  ActionMetrics metrics() {
    return runtime.metrics(ACTION);
  }

  boolean isEmpty() {
    ActionMetrics metrics = metrics();
    return metrics.inflight() + metrics.queuing() == 0;
  }

  boolean isConnected() {
    return runtime.actionHealth(ACTION).status() == ResourceStatus.CONNECTED
        && runtime.connectorHealth(CONNECTOR).status() == ResourceStatus.CONNECTED;
  }

  String health() {
    return "action "
        + runtime.actionHealth(ACTION)
        + ", connector "
        + runtime.connectorHealth(CONNECTOR);
  }

  boolean isDead() {
    return dead;
  }

  /**
   * Without a word. What it has sent may arrive all the same.
   *
   * @param random decides for each request
   */
  void die(SplittableRandom random) {
    dead = true;
    driver.halt(random);
  }
}
