package dev.tributary.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the connectors and actions of one server and drives them. All methods may be called by any
 * thread. Those that change something run one after the other and may block: for the first health
 * check ({@link ConnectorSettings#startTimeout}) and for a request in flight of what is replaced
 * (at most some seconds, then it is interrupted and its records are kept). Never call them on an
 * event loop.
 */
public final class SinkRuntime implements AutoCloseable {

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** An action with what it takes to start it again. */
  private record Installed(
      BufferedAction action,
      String connectorId,
      ActionSettings settings,
      Function<Connector, Delivery> factory,
      Fallback fallback) {}

  private final SinkEnvironment environment;
  private final ReentrantLock changes = new ReentrantLock();
  private final Map<String, ManagedConnector> connectors = new ConcurrentHashMap<>();
  private final Map<String, Installed> actions = new ConcurrentHashMap<>();
  private LoopDriver.@Nullable Worker ticker;

  public SinkRuntime(SinkEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Adds a connector, or replaces the one of that id: its actions go over to the new one with all
   * their records. The factory is called when the connector starts; if it throws, the connector is
   * {@code disconnected} with the exception's message as the reason.
   */
  public void putConnector(String id, ConnectorSettings settings, Supplier<Connector> factory) {
    change(() -> {
      ManagedConnector fresh = new ManagedConnector(id, settings, factory, environment);
      if (settings.enable() && settings.startAfterCreated()) {
        fresh.start();
      }
      ManagedConnector old = connectors.put(id, fresh);
      restartActionsOf(id);
      closeStopped(old);
    });
  }

  /** Its actions stay, {@code disconnected}, and keep their records. */
  public void removeConnector(String id) {
    change(() -> {
      ManagedConnector old = connectors.remove(id);
      if (old != null) {
        restartActionsOf(id);
        closeStopped(old);
      }
    });
  }

  /**
   * Starts a connector that is stopped, and checks at once one that runs.
   *
   * @throws IllegalArgumentException if there is no such connector or it is disabled
   */
  public void startConnector(String id) {
    change(() -> {
      ManagedConnector connector = connector(id);
      if (!connector.settings().enable()) {
        throw new IllegalArgumentException(
            "connector " + id + " is disabled; enable it before it is started");
      }
      if (connector.isUsable()) {
        connector.checkNow();
      } else {
        connector.start();
        restartActionsOf(id);
      }
    });
  }

  /** Its actions turn {@code disconnected} and keep their records. */
  public void stopConnector(String id) {
    change(() -> {
      Connector stopped = connector(id).stop();
      restartActionsOf(id);
      if (stopped != null) {
        stopped.close();
      }
    });
  }

  private static void closeStopped(@Nullable ManagedConnector old) {
    Connector stopped = old == null ? null : old.stop();
    if (stopped != null) {
      stopped.close();
    }
  }

  /**
   * Adds an action, or replaces the one of that id, which keeps its queued records and counters.
   * With {@code enable = false} it is stopped: what is queued is counted {@code
   * dropped.resource_stopped}.
   */
  public void putAction(
      String id,
      String connectorId,
      ActionSettings settings,
      Function<Connector, Delivery> factory) {
    putAction(id, connectorId, settings, factory, Fallback.NONE);
  }

  /**
   * The same for an action whose failures somebody takes over.
   *
   * @param fallback called for each record that ends otherwise than delivered
   */
  public void putAction(
      String id,
      String connectorId,
      ActionSettings settings,
      Function<Connector, Delivery> factory,
      Fallback fallback) {
    change(() -> {
      Duration wait = connector(connectorId).settings().startTimeout();
      Installed old = actions.get(id);
      BufferedAction action = old == null ? new BufferedAction(id, environment) : old.action();
      Installed fresh = new Installed(action, connectorId, settings, factory, fallback);
      actions.put(id, fresh);
      startTicker();
      run(fresh, wait);
    });
  }

  /** What is queued is counted {@code dropped.resource_stopped}. */
  public void removeAction(String id) {
    change(() -> {
      Installed old = actions.remove(id);
      if (old != null) {
        old.action().remove();
      }
    });
  }

  /** Waits for first checks only where they have something to reach. */
  private void restartActionsOf(String connectorId) {
    ManagedConnector connector = connectors.get(connectorId);
    Duration wait =
        connector != null && connector.health().status() == ResourceStatus.CONNECTED
            ? connector.settings().startTimeout()
            : Duration.ZERO;
    for (Installed installed : actions.values()) {
      if (installed.connectorId().equals(connectorId)) {
        run(installed, wait);
      }
    }
  }

  private void run(Installed installed, Duration startTimeout) {
    if (!installed.settings().enable()) {
      installed.action().pause();
      return;
    }
    ManagedConnector connector = connectors.get(installed.connectorId());
    Delivery delivery =
        connector == null
            ? new UnavailableDelivery(
                "connector " + installed.connectorId() + " does not exist; create it")
            : connector.open(installed.factory());
    installed.action().run(installed.settings(), delivery, installed.fallback(), startTimeout);
  }

  /** The front door of an action, stable while the action exists. */
  public Optional<Action> action(String id) {
    return Optional.ofNullable(actions.get(id)).map(Installed::action);
  }

  /**
   * The connector's status, {@code stopped} if it does not run.
   *
   * @throws IllegalArgumentException if there is no such connector
   */
  public Health connectorHealth(String id) {
    return connector(id).health();
  }

  /**
   * The action's status, {@code stopped} if it is disabled.
   *
   * @throws IllegalArgumentException if there is no such action
   */
  public Health actionHealth(String id) {
    return installed(id).action().health();
  }

  /**
   * The counters at this instant.
   *
   * @throws IllegalArgumentException if there is no such action
   */
  public ActionMetrics metrics(String actionId) {
    return installed(actionId).action().metrics();
  }

  /** Records of all actions that a stop would lose, because they are in memory alone. */
  public long undelivered() {
    return actions.values().stream()
        .mapToLong(installed -> installed.action().volatileRecords())
        .sum();
  }

  /**
   * Forgets what has ended; what is queued or in flight stays matched.
   *
   * @throws IllegalArgumentException if there is no such action
   */
  public void resetMetrics(String actionId) {
    installed(actionId).action().resetMetrics();
  }

  /**
   * How the action has delivered.
   *
   * @throws IllegalArgumentException if there is no such action
   */
  public ActionStatistics statistics(String actionId) {
    return installed(actionId).action().statistics();
  }

  /**
   * Dead letters of an action, oldest first.
   *
   * @param afterId only those with a higher id; 0 for the first
   * @param limit 1 to 10000
   * @throws IllegalArgumentException if there is no such action
   */
  public List<DeadLetter> deadLetters(String actionId, long afterId, int limit) throws IOException {
    return installed(actionId).action().deadLetters(afterId, limit);
  }

  /**
   * Submits dead letters to their action again, each removed once the action holds it.
   *
   * @param ids empty for all
   * @return how many were submitted
   * @throws IllegalArgumentException if there is no such action
   */
  public long replayDeadLetters(String actionId, List<Long> ids) throws IOException {
    return installed(actionId).action().replayDeadLetters(ids);
  }

  /**
   * Deletes dead letters.
   *
   * @param ids empty for all
   * @return how many there were
   * @throws IllegalArgumentException if there is no such action
   */
  public long purgeDeadLetters(String actionId, List<Long> ids) throws IOException {
    return installed(actionId).action().purgeDeadLetters(ids);
  }

  /** Makes a connector, checks it and closes it, without adding it to anything. */
  public static Health probe(Supplier<Connector> factory, Duration timeout) {
    return Probe.connector(factory, timeout);
  }

  /** Makes a connector and a delivery on it, checks the delivery and closes both. */
  public static Health probe(
      Supplier<Connector> factory, Function<Connector, Delivery> action, Duration timeout) {
    return Probe.action(factory, action, timeout);
  }

  /** Stops everything. Drains nothing: what is left is counted. */
  @Override
  public void close() {
    change(() -> {
      if (ticker != null) {
        ticker.stop();
      }
      actions.values().forEach(installed -> installed.action().beginPause());
      actions.values().forEach(installed -> installed.action().close());
      connectors.values().forEach(SinkRuntime::closeStopped);
    });
  }

  private void startTicker() {
    if (ticker == null) {
      ticker = environment.driver().start("sink-rates", this::tick);
    }
  }

  private long tick(long now) {
    actions.values().forEach(installed -> installed.action().tick());
    return SECOND_NANOS;
  }

  private ManagedConnector connector(String id) {
    ManagedConnector connector = connectors.get(id);
    if (connector == null) {
      throw new IllegalArgumentException("connector " + id + " does not exist; create it first");
    }
    return connector;
  }

  private Installed installed(String id) {
    Installed installed = actions.get(id);
    if (installed == null) {
      throw new IllegalArgumentException("action " + id + " does not exist; create it first");
    }
    return installed;
  }

  private void change(Runnable change) {
    changes.lock();
    try {
      change.run();
    } finally {
      changes.unlock();
    }
  }
}
