package dev.tributary.management.internal.listeners;

import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.Listeners;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.DefinitionStore;
import dev.tributary.management.ListenerDefinitions;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.management.internal.store.ListenerIds;
import dev.tributary.management.internal.store.Masks;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners: added, changed, started and stopped. A change is checked, then made, then stored; what
 * cannot be opened or stored is taken back. Any thread; changes are made one at a time and may
 * block.
 */
public final class ListenerChanges {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerChanges.class);

  /** Each holds a socket and a pipeline; more are not for one process. */
  private static final int LISTENERS_MAX = 256;

  private static final Set<String> SECRETS = Set.of("ssl_options.password");

  /** What GET answers beside the settings; a PUT may send it back. */
  private static final Set<String> COMPUTED =
      Set.of(
          "id",
          "type",
          "name",
          "running",
          "current_connections",
          "status",
          "node_status",
          "number");

  private final DefinitionStore store;
  private final Listeners listeners;
  private final ListenerDefinitions definitions;
  private final ReentrantLock lock = new ReentrantLock();

  public ListenerChanges(
      DefinitionStore store, Listeners listeners, ListenerDefinitions definitions) {
    this.store = store;
    this.listeners = listeners;
    this.definitions = definitions;
  }

  /** By type and name. */
  public List<Definition> all() {
    return store.all(Kind.LISTENER).values().stream()
        .sorted(
            Comparator.comparing((Definition listener) -> ListenerIds.type(listener.id()))
                .thenComparing(Definition::id))
        .toList();
  }

  public Definition find(String id) throws ChangeRefused {
    return store
        .find(Kind.LISTENER, id)
        .orElseThrow(() -> ChangeRefused.of(Reason.NOT_FOUND, "there is no listener " + id));
  }

  /**
   * Adds a listener.
   *
   * @param id checked by the caller
   */
  public Definition create(String id, Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    lock.lock();
    try {
      if (store.isTaken(Kind.LISTENER, id)) {
        throw ChangeRefused.of(Reason.ALREADY_EXISTS, "listener " + id + " already exists");
      }
      if (store.all(Kind.LISTENER).size() >= LISTENERS_MAX) {
        throw ChangeRefused.of(
            Reason.INVALID, "there are %d listeners, the most".formatted(LISTENERS_MAX));
      }
      apply(id, read(id, body, Map.of()), null);
      return find(id);
    } finally {
      lock.unlock();
    }
  }

  /** Changes the fields that the body names; the others keep their values. */
  public Definition change(String id, Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    lock.lock();
    try {
      Definition before = find(id);
      Map<String, @Nullable Object> stored = before.settings().stored();
      apply(id, read(id, merged(stored, body), stored), before);
      return find(id);
    } finally {
      lock.unlock();
    }
  }

  /** Closes a listener and its connections, and forgets it. */
  public void delete(String id) throws ChangeRefused, IOException {
    lock.lock();
    try {
      if (!store.isTaken(Kind.LISTENER, id)) {
        throw ChangeRefused.of(Reason.NOT_FOUND, "there is no listener " + id);
      }
      store.apply(List.of(new Change.Delete(Kind.LISTENER, id)));
      listeners.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Opens it, and at every start from now on. One that is open stays as it is. */
  public void start(String id) throws ChangeRefused, IOException {
    enable(id, true);
    open(id);
  }

  /** Closes it and its connections; it stays closed until it is started. */
  public void stop(String id) throws ChangeRefused, IOException {
    enable(id, false);
    listeners.stop(id);
  }

  /** Closes its connections and opens it anew, with certificates as they are now. */
  public void restart(String id) throws ChangeRefused, IOException {
    enable(id, true);
    listeners.stop(id);
    open(id);
  }

  /** What was wrong with certificates; empty if all were read again. */
  public List<String> reloadCertificates() {
    return listeners.reloadCertificates();
  }

  private void enable(String id, boolean enable) throws ChangeRefused, IOException {
    Definition before = find(id);
    if (before.enabled() != enable) {
      change(id, Map.of("enable", enable));
    }
  }

  private void open(String id) throws ChangeRefused {
    try {
      listeners.start(id);
    } catch (ListenException e) {
      throw invalid(e);
    }
  }

  private void apply(String id, Settings settings, @Nullable Definition before)
      throws ChangeRefused, IOException {
    put(id, settings);
    try {
      store.apply(List.of(new Change.Put(Kind.LISTENER, id, settings)));
    } catch (IOException e) {
      takeBack(id, before);
      throw e;
    }
  }

  private void put(String id, Settings settings) throws ChangeRefused {
    try {
      listeners.put(opened(id, settings));
    } catch (ListenException | IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private ListenerSettings opened(String id, Settings settings) {
    return definitions.one(ListenerIds.type(id), ListenerIds.name(id), settings);
  }

  private void takeBack(String id, @Nullable Definition before) {
    if (before == null) {
      listeners.remove(id);
      return;
    }
    try {
      listeners.put(opened(id, before.settings()));
    } catch (ListenException | IllegalArgumentException e) {
      LOG.error("listener {} could not go back to its settings: {}", id, e.getMessage());
    }
  }

  private static Settings read(
      String id, Map<String, @Nullable Object> body, Map<String, @Nullable Object> before)
      throws ChangeRefused {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(body);
    fields.keySet().removeAll(COMPUTED);
    try {
      return SettingsReader.read(
          Kind.LISTENER.schema(id),
          SettingsReader.values(Masks.removed(fields, before, SECRETS), "request body"),
          "");
    } catch (SettingsException | IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private static Map<String, @Nullable Object> merged(Map<?, ?> stored, Map<?, ?> body) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    stored.forEach((key, value) -> result.put(String.valueOf(key), value));
    body.forEach((key, value) -> {
      if (value instanceof Map<?, ?> below && stored.get(key) instanceof Map<?, ?> before) {
        result.put(String.valueOf(key), merged(before, below));
      } else if (value != null) {
        result.put(String.valueOf(key), value);
      }
    });
    return result;
  }

  private static ChangeRefused invalid(Exception e) {
    return ChangeRefused.of(Reason.INVALID, String.valueOf(e.getMessage()));
  }
}
