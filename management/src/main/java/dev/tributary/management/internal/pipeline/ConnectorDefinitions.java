package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.sink.SinkRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connectors: defined, changed and watched. A change is checked, then stored, then applied;
 * applying cannot fail. Any thread; changes may wait for the first check, without holding the lock.
 */
public final class ConnectorDefinitions {

  private final Changes changes;
  private final SinkRuntime sink;
  private final SinkServices services;

  ConnectorDefinitions(Changes changes, SinkRuntime sink, SinkServices services) {
    this.changes = changes;
    this.sink = sink;
    this.services = services;
  }

  public List<Definition> all() {
    return changes.sorted(Kind.CONNECTOR);
  }

  public Definition find(String id) throws ChangeRefused {
    return changes.found(Kind.CONNECTOR, id);
  }

  /** The names of the actions that send through it. */
  public List<String> actionsOn(Definition connector) {
    return changes.actionsOn(connector.name()).stream().map(Definition::name).toList();
  }

  public Health health(Definition connector) {
    try {
      return sink.connectorHealth(connector.id());
    } catch (IllegalArgumentException _) {
      // Deleted since it was looked up.
      return new Health(ResourceStatus.STOPPED, "");
    }
  }

  public Definition create(Map<String, @Nullable Object> body) throws ChangeRefused, IOException {
    String id = RequestReader.id(body);
    Settings settings = checked(RequestReader.created(Kind.CONNECTOR, body));
    changes.make(() -> {
      changes.requireFree(Kind.CONNECTOR, id);
      storeAndApply(id, settings);
    });
    return checkedOnce(id);
  }

  public Definition replace(String id, Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    changes.make(() -> storeAndApply(id, checked(RequestReader.replaced(find(id), body))));
    return checkedOnce(id);
  }

  public void enable(String id, boolean enable) throws ChangeRefused, IOException {
    changes.make(() -> {
      Definition before = find(id);
      if (before.enabled() != enable) {
        storeAndApply(id, RequestReader.with(before, "enable", enable));
      }
    });
  }

  public void delete(String id) throws ChangeRefused, IOException {
    changes.make(() -> {
      changes.requireTaken(Kind.CONNECTOR, id);
      List<String> users =
          changes.actionsOn(id.substring(id.indexOf(':') + 1)).stream()
              .map(Definition::id)
              .toList();
      if (!users.isEmpty()) {
        throw ChangeRefused.of(
            Reason.IN_USE,
            "connector %s is used by the actions %s; delete them first"
                .formatted(id, String.join(", ", users)));
      }
      changes.store(new Change.Delete(Kind.CONNECTOR, id));
      sink.removeConnector(id);
    });
  }

  /** Opens it anew unless it is connected; its actions keep their records. */
  public void start(String id) throws ChangeRefused, IOException {
    Definition connector = find(id);
    if (!connector.enabled()) {
      throw ChangeRefused.of(
          Reason.NOT_WORKING, "connector " + id + " is disabled; enable it to start it");
    }
    restart(connector);
    Health health =
        FirstCheck.await(
            () -> health(connector), RuntimeSettings.startTimeout(connector.settings()));
    if (health.status() != ResourceStatus.CONNECTED) {
      throw ChangeRefused.of(Reason.NOT_WORKING, health.reason());
    }
  }

  private void restart(Definition connector) throws ChangeRefused, IOException {
    changes.make(() -> {
      find(connector.id());
      if (health(connector).status() != ResourceStatus.CONNECTED) {
        apply(connector.id(), connector.settings());
        // For those that do not start by themselves.
        sink.startConnector(connector.id());
      }
    });
  }

  /** Whether a connector of that definition could work; it is thrown away afterwards. */
  public Health probe(Map<String, @Nullable Object> body) throws ChangeRefused {
    String id = RequestReader.id(body);
    Settings settings =
        RequestReader.holdsMask(body) && changes.has(Kind.CONNECTOR, id)
            ? RequestReader.replaced(find(id), body)
            : RequestReader.created(Kind.CONNECTOR, body);
    Settings checked = checked(settings);
    return SinkRuntime.probe(
        () -> services.connector(checked), RuntimeSettings.startTimeout(checked));
  }

  void load(Definition connector) {
    apply(connector.id(), connector.settings());
  }

  /** The mistake that the fields of a connector make together; empty if there is none. */
  static String mistake(Settings connector) {
    return ConnectorChecks.mistake(connector);
  }

  private static Settings checked(Settings connector) throws ChangeRefused {
    String mistake = mistake(connector);
    if (!mistake.isEmpty()) {
      throw RequestReader.invalid(mistake);
    }
    return connector;
  }

  private Definition checkedOnce(String id) throws ChangeRefused {
    Definition connector = find(id);
    FirstCheck.await(() -> health(connector), RuntimeSettings.startTimeout(connector.settings()));
    return connector;
  }

  private void storeAndApply(String id, Settings settings) throws IOException {
    changes.store(new Change.Put(Kind.CONNECTOR, id, settings));
    apply(id, settings);
  }

  private void apply(String id, Settings settings) {
    sink.putConnector(id, RuntimeSettings.connector(settings), () -> services.connector(settings));
  }
}
