package dev.tributary.rule.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of each event. Immutable; any thread asks without locking or allocating. */
final class EventIndex {
  private static final ActiveRule[] NONE = {};

  private final Map<EventSource, ActiveRule[]> rules;
  private final Set<EventSource> listened;

  private EventIndex(Map<EventSource, ActiveRule[]> rules) {
    this.rules = rules;
    this.listened = EnumSet.noneOf(EventSource.class);
    listened.addAll(rules.keySet());
  }

  /** A look into a bit mask, which is what an EnumSet is. */
  boolean listensTo(EventSource source) {
    return listened.contains(source);
  }

  /** Runs each rule of the event once. */
  void dispatch(EventTrigger event) {
    for (ActiveRule rule : rules.getOrDefault(event.occurrence().source(), NONE)) {
      rule.onEvent(event);
    }
  }

  /** Collects rules; used once, by one thread. */
  static final class Builder {
    private final Map<EventSource, List<ActiveRule>> rules = new EnumMap<>(EventSource.class);

    void add(EventSource source, ActiveRule rule) {
      rules.computeIfAbsent(source, _ -> new ArrayList<>()).add(rule);
    }

    EventIndex build() {
      Map<EventSource, ActiveRule[]> all = new EnumMap<>(EventSource.class);
      rules.forEach((source, its) -> all.put(source, its.toArray(ActiveRule[]::new)));
      return new EventIndex(all);
    }
  }
}
