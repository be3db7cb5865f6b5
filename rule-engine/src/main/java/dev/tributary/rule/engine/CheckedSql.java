package dev.tributary.rule.engine;

import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TopicFilters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SQL that compiles, with its sources sorted: messages are found by topic filters, events by name.
 *
 * @param sources all distinct sources of FROM, in order
 * @param filters those that are topic filters
 * @param events what happens here of the events that the others name
 */
record CheckedSql(
    CompiledRule rule, List<String> sources, List<String> filters, Set<EventSource> events) {
  private static final String EVENTS = "$events/";

  /**
   * Compiles the SQL of a rule that is to serve.
   *
   * @throws RuleSyntaxException also for a source that nothing can ever come from
   */
  static CheckedSql compile(String sql, RuleLimits limits) throws RuleSyntaxException {
    CheckedSql checked = compileToTry(sql, limits);
    for (String source : checked.sources) {
      SourceProblem.checkFilter(sql, source, limits.filterLevelsMax());
      if (!checked.filters.contains(source) && EventType.namedBy(source).isEmpty()) {
        throw SourceProblem.unknownEvent(sql, source);
      }
    }
    return checked;
  }

  /** Compiles SQL that is only tried: a source that cannot be simply does not match there. */
  static CheckedSql compileToTry(String sql, RuleLimits limits) throws RuleSyntaxException {
    CompiledRule rule = RuleSql.compile(sql, limits.sql());
    List<String> sources = rule.sources().stream().distinct().toList();
    if (sources.size() > limits.filtersPerRuleMax()) {
      throw SourceProblem.tooMany(sql, sources, limits.filtersPerRuleMax());
    }
    List<String> filters = new ArrayList<>();
    Set<EventSource> events = EnumSet.noneOf(EventSource.class);
    for (String source : sources) {
      if (isTopicFilter(source)) {
        filters.add(source);
      } else {
        events.addAll(EventSource.of(EventType.namedBy(source)));
      }
    }
    return new CheckedSql(rule, sources, List.copyOf(filters), events);
  }

  /** Whatever does not speak of an event is a topic, be it a strange one. */
  private static boolean isTopicFilter(String source) {
    return source.equals(EventType.MESSAGE_PUBLISH.topic())
        || !(source.startsWith(EVENTS) || EventType.BRIDGE_MQTT.isNamedBy(source));
  }

  /**
   * Whether FROM names what a test is made of.
   *
   * @param topic that of the message; null, and nothing matches, if it has none
   */
  boolean matches(EventType type, @Nullable String topic) {
    for (String source : sources) {
      boolean matched =
          type == EventType.MESSAGE_PUBLISH
              ? topic != null && TopicFilters.matches(source, topic)
              : type.isNamedBy(source);
      if (matched) {
        return true;
      }
    }
    return false;
  }
}
