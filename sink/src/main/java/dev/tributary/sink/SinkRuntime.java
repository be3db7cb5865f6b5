package dev.tributary.sink;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Holds the connectors and actions of one server and drives them. */
public final class SinkRuntime implements AutoCloseable {

  private final SinkEnvironment environment;

  public SinkRuntime(SinkEnvironment environment) {
    this.environment = environment;
  }

  public void putConnector(String id, ConnectorSettings settings, Supplier<Connector> factory) {
    environment.nanos();
  }

  public void removeConnector(String id) {}

  public void startConnector(String id) {}

  public void stopConnector(String id) {}

  public void putAction(
      String id,
      String connectorId,
      ActionSettings settings,
      Function<Connector, Delivery> factory) {}

  public void removeAction(String id) {}

  public Optional<Action> action(String id) {
    return Optional.empty();
  }

  public Health connectorHealth(String id) {
    return Health.connecting(id);
  }

  public Health actionHealth(String id) {
    return Health.connecting(id);
  }

  public ActionMetrics metrics(String actionId) {
    return new ActionMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  public void resetMetrics(String actionId) {}

  public static Health probe(Supplier<Connector> factory, Duration timeout) {
    return Health.CONNECTED;
  }

  public static Health probe(
      Supplier<Connector> factory, Function<Connector, Delivery> delivery, Duration timeout) {
    return Health.CONNECTED;
  }

  @Override
  public void close() {}
}
