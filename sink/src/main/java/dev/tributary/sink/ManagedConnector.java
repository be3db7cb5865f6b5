package dev.tributary.sink;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connector under the runtime's care: its instance while it runs, its checks and its status.
 * Starting and stopping is done by one thread at a time; the status may be read by any.
 */
final class ManagedConnector {

  private static final Health STOPPED = new Health(ResourceStatus.STOPPED, "");

  private final String id;
  private final ConnectorSettings settings;
  private final Supplier<Connector> factory;
  private final SinkEnvironment environment;
  private @Nullable Connector connector;
  private LoopDriver.@Nullable Worker healthWorker;
  private volatile @Nullable ActionStatus status;

  ManagedConnector(
      String id,
      ConnectorSettings settings,
      Supplier<Connector> factory,
      SinkEnvironment environment) {
    this.id = id;
    this.settings = settings;
    this.factory = factory;
    this.environment = environment;
  }

  ConnectorSettings settings() {
    return settings;
  }

  /** Whether it runs and could be made. */
  boolean isUsable() {
    return connector != null;
  }

  /** One check more than the loop makes by itself. */
  void checkNow() {
    Connector running = connector;
    ActionStatus current = status;
    if (running == null || current == null || !settings.startTimeout().isPositive()) {
      return;
    }
    try {
      current.checked(environment.driver().bounded(running::check, settings.startTimeout()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connector that cannot even be made is {@code disconnected}, with the reason. */
  void start() {
    ActionStatus fresh =
        new ActionStatus("Connector " + id, Health.connecting("not checked yet"), () -> {});
    status = fresh;
    Connector made;
    try {
      made = factory.get();
    } catch (RuntimeException e) {
      fresh.checked(Health.disconnected(Reasons.of(e)));
      return;
    }
    connector = made;
    Duration interval = settings.healthCheckInterval();
    HealthLoop.Timing timing =
        new HealthLoop.Timing(interval, Duration.ZERO, interval, settings.healthCheckTimeout());
    HealthLoop loop = new HealthLoop(made::check, fresh, timing, environment);
    loop.checkFirst(settings.startTimeout());
    healthWorker = environment.driver().start("sink-check-" + id, loop);
  }

  /** The delivery of an action; one that keeps everything if there is no connector to use. */
  Delivery open(Function<Connector, Delivery> action) {
    Connector running = connector;
    if (running == null) {
      return new UnavailableDelivery(
          status != null
              ? "connector " + id + " cannot be used: " + health().reason()
              : "connector " + id + " is stopped; start it");
    }
    try {
      return action.apply(running);
    } catch (RuntimeException e) {
      return new UnavailableDelivery(Reasons.of(e));
    }
  }

  /**
   * Stops.
   *
   * @return what is to be closed as soon as the actions have let go of it
   */
  @Nullable Connector stop() {
    if (healthWorker != null) {
      healthWorker.stop();
      Workers.join(healthWorker, Duration.ZERO);
      healthWorker = null;
    }
    Connector stopped = connector;
    connector = null;
    status = null;
    return stopped;
  }

  Health health() {
    ActionStatus running = status;
    return running == null ? STOPPED : running.health();
  }
}
