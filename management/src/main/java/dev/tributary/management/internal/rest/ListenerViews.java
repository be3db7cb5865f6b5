package dev.tributary.management.internal.rest;

import dev.tributary.broker.Listeners;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.ListenerIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Listeners as REST shows them: as they are defined, and whether they run. */
final class ListenerViews {

  private static final String INFINITY = "infinity";
  private static final String MIXED = "inconsistent";

  private final Listeners listeners;
  private final String node;

  ListenerViews(Listeners listeners, String node) {
    this.listeners = listeners;
    this.node = node;
  }

  /** How one runs. */
  private record Running(boolean running, int connections) {}

  private Running running(Definition listener) {
    return listeners
        .find(listener.id())
        .map(view -> new Running(view.running(), view.connections()))
        .orElse(new Running(false, 0));
  }

  /** All of it, as PUT takes it back. */
  Map<String, @Nullable Object> whole(Definition listener) {
    Running running = running(listener);
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", listener.id());
    view.put("type", ListenerIds.type(listener.id()).text());
    view.putAll(listener.settings().shown());
    view.put("bind", bind(listener));
    view.put("running", running.running());
    view.put("current_connections", running.connections());
    return view;
  }

  Map<String, @Nullable Object> summary(Definition listener) {
    Running running = running(listener);
    Map<String, @Nullable Object> shown = listener.settings().shown();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", listener.id());
    view.put("type", ListenerIds.type(listener.id()).text());
    view.put("name", listener.name());
    view.put("enable", listener.enabled());
    view.put("bind", bind(listener));
    view.put("number", 1);
    view.put("acceptors", shown.get("acceptors"));
    status(view, status(running.running(), shown.get("max_connections"), running.connections()));
    return view;
  }

  /** A port alone stands behind a colon, as in the original. */
  private static Object bind(Definition listener) {
    String written = String.valueOf(listener.settings().shown().get("bind"));
    return written.chars().allMatch(Character::isDigit) ? ":" + written : written;
  }

  private static Map<String, @Nullable Object> status(
      Object running, @Nullable Object max, int connections) {
    Map<String, @Nullable Object> status = new LinkedHashMap<>();
    status.put("running", running);
    status.put("max_connections", max);
    status.put("current_connections", connections);
    return status;
  }

  private void status(Map<String, @Nullable Object> view, Map<String, @Nullable Object> status) {
    view.put("status", status);
    view.put("node_status", List.of(Map.of("node", node, "status", status)));
  }

  /** One line for each type, its listeners added up. */
  List<Map<String, @Nullable Object>> statusByType(List<Definition> all) {
    Map<String, List<Definition>> byType = new TreeMap<>();
    for (Definition listener : all) {
      byType
          .computeIfAbsent(ListenerIds.type(listener.id()).text(), _ -> new ArrayList<>())
          .add(listener);
    }
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    byType.forEach((type, of) -> lines.add(line(type, of)));
    return lines;
  }

  private Map<String, @Nullable Object> line(String type, List<Definition> of) {
    List<Running> running = of.stream().map(this::running).toList();
    boolean any = running.stream().anyMatch(Running::running);
    boolean all = running.stream().allMatch(Running::running);
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("type", type);
    line.put("enable", of.stream().anyMatch(Definition::enabled));
    line.put("ids", of.stream().map(Definition::id).toList());
    status(
        line,
        status(
            any == all ? any : MIXED,
            max(of),
            running.stream().mapToInt(Running::connections).sum()));
    return line;
  }

  private static Object max(List<Definition> of) {
    long sum = 0;
    for (Definition listener : of) {
      if (!(listener.settings().shown().get("max_connections") instanceof Number max)) {
        return INFINITY;
      }
      sum += max.longValue();
    }
    return sum;
  }
}
