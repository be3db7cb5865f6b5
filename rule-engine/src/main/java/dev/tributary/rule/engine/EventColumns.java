package dev.tributary.rule.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The columns of each event, listed once: {@code SELECT *} asks for them on every event. */
final class EventColumns {
  /** The last columns of every event; the engine itself knows their values. */
  private static final String COMMON = " timestamp node event metadata";

  private static final Map<EventSource, List<String>> ALL = new EnumMap<>(EventSource.class);

  static {
    for (EventSource source : EventSource.values()) {
      ALL.put(source, List.of((source.ownColumns() + COMMON).split(" ")));
    }
  }

  private EventColumns() {}

  static List<String> of(EventSource source) {
    return Objects.requireNonNull(ALL.get(source));
  }
}
