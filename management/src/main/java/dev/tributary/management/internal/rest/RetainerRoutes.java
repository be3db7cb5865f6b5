package dev.tributary.management.internal.rest;

import dev.tributary.broker.Retained;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.BrokerConfiguration;
import dev.tributary.management.DefinitionStore;
import dev.tributary.management.internal.schema.RetainerSchema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** {@code /mqtt/retainer}: which messages are retained, and for how long. */
final class RetainerRoutes {

  private final DefinitionStore store;
  private final Retained retained;
  private final ReentrantLock lock = new ReentrantLock();

  RetainerRoutes(DefinitionStore store, Retained retained) {
    this.store = store;
    this.retained = retained;
  }

  void addTo(Routes routes) {
    routes
        .get("/mqtt/retainer", _ -> Reply.ok(store.retainer().shown()))
        .put("/mqtt/retainer", this::change);
  }

  /** Changes the fields that the body names; the others keep their values. */
  private Reply change(Request request) throws ApiException, IOException {
    Map<String, @Nullable Object> body = request.json();
    lock.lock();
    try {
      Settings changed = read(merged(store.retainer().stored(), body));
      var options = BrokerConfiguration.retainer(changed);
      store.applyRetainer(changed);
      retained.change(options);
      return Reply.ok(changed.shown());
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  private static Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> body) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>(before);
    body.forEach((key, value) -> {
      if (value instanceof Map<?, ?> below && before.get(key) instanceof Map<?, ?> stored) {
        Map<Object, @Nullable Object> nested = new LinkedHashMap<>(stored);
        nested.putAll(below);
        result.put(key, nested);
      } else if (value != null) {
        result.put(key, value);
      }
    });
    return result;
  }

  private static Settings read(Map<String, @Nullable Object> fields) throws ApiException {
    try {
      return SettingsReader.read(
          RetainerSchema.retainer(), SettingsReader.values(fields, "request body"), "");
    } catch (SettingsException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
