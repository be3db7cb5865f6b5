package dev.tributary.server.internal.cli;

import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TopicFilters;
import java.util.List;
import java.util.Locale;

/** Which event a rule is tried on. */
final class TrialEvent {

  static final String MESSAGE = "message_publish";

  private static final String EVENTS = "$events/";

  private TrialEvent() {}

  /**
   * The {@code event_type} that people mean: itself, the value of the column {@code event}, or a
   * name that FROM takes. What is none of them is left to the engine, which lists all.
   */
  static String named(String name) {
    for (EventSource source : EventSource.values()) {
      if (name.equals(source.eventName()) || source.topics().contains(name)) {
        return typeName(source);
      }
    }
    return name;
  }

  /** The first event that FROM names; a message if it names topics as well, or cannot be read. */
  static String ofSql(String sql) {
    List<String> sources;
    try {
      sources = RuleSql.compile(sql).sources();
    } catch (RuleSyntaxException _) {
      return MESSAGE;
    }
    boolean onlyEvents = sources.stream().allMatch(source -> source.startsWith(EVENTS));
    if (onlyEvents) {
      for (EventSource source : EventSource.values()) {
        if (isNamedBy(sources.getFirst(), source)) {
          return typeName(source);
        }
      }
    }
    return MESSAGE;
  }

  private static boolean isNamedBy(String inFrom, EventSource source) {
    return source.topics().contains(inFrom)
        || TopicFilters.matches(inFrom, source.topics().getFirst());
  }

  private static String typeName(EventSource source) {
    return source.name().toLowerCase(Locale.ROOT);
  }
}
