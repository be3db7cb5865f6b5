package dev.tributary.rule.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rules of each event. Immutable; any thread asks without locking or allocating. */
final class EventIndex {
  private static final ActiveRule[] NONE = {};

  private final int listened;
  private final ActiveRule[][] rules;

  private EventIndex(int listened, ActiveRule[][] rules) {
    this.listened = listened;
    this.rules = rules;
  }

  boolean listensTo(EventSource source) {
    return (listened & source.bit()) != 0;
  }

  /** Runs each rule of the event once. */
  void dispatch(EventTrigger event) {
    for (ActiveRule rule : rules[event.occurrence().source().ordinal()]) {
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
      int listened = 0;
      ActiveRule[][] all = new ActiveRule[EventSource.values().length][];
      for (EventSource source : EventSource.values()) {
        List<ActiveRule> its = rules.getOrDefault(source, List.of());
        all[source.ordinal()] = its.isEmpty() ? NONE : its.toArray(ActiveRule[]::new);
        listened |= its.isEmpty() ? 0 : source.bit();
      }
      return new EventIndex(listened, all);
    }
  }
}
