package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.pipeline.RuleDefinitions;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.sql.TopicFilters;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters of {@code GET /rules}. A filter that is not given lets everything pass. */
record RuleFilter(
    @Nullable String enable,
    @Nullable String likeId,
    @Nullable String likeDescription,
    @Nullable String from,
    @Nullable String matchFrom,
    @Nullable String action,
    @Nullable String source) {

  static RuleFilter of(Request request) throws ApiException {
    String action = request.query("action");
    if (action != null && action.indexOf(':') <= 0) {
      throw ApiException.badRequest(
          "action = " + action + ": expected type:name, such as kinesis:my_action");
    }
    return new RuleFilter(
        request.query("enable"),
        request.query("like_id"),
        request.query("like_description"),
        request.query("from"),
        request.query("match_from"),
        action,
        request.query("source"));
  }

  /** Whether the answer says how many there are; the original does not where it has to search. */
  boolean counted() {
    return Stream.of(likeId, likeDescription, from, matchFrom, action, source)
        .allMatch(filter -> filter == null);
  }

  boolean passes(Definition rule, RuleDefinitions rules) {
    // No rule reads from a source in this version.
    return source == null
        && (enable == null || enable.equals(String.valueOf(rule.enabled())))
        && (likeId == null || rule.id().contains(likeId))
        && (likeDescription == null
            || rule.settings().text("description").contains(likeDescription))
        && (action == null || RuleDefinitions.actions(rule).contains(new RuleAction.Sink(action)))
        && passesSources(rules.sources(rule));
  }

  private boolean passesSources(List<String> sources) {
    return (from == null || sources.contains(from))
        && (matchFrom == null
            || sources.stream().anyMatch(source -> TopicFilters.matches(matchFrom, source)));
  }
}
