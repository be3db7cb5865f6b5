package dev.tributary.server.internal.cli;

import dev.tributary.rule.engine.EventCatalog;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import java.util.List;

/** Which event a rule is tried on. */
final class TrialEvent {

  static final String MESSAGE = "message_publish";

  private static final String EVENTS = "$events/";

  private TrialEvent() {}

  /**
   * The {@code event_type} that people mean by a name.
   *
   * @param where what gave the name
   * @throws CommandFailure if there is no such event
   */
  static String named(String where, String name) {
    return EventCatalog.typeOf(name)
        .orElseThrow(() ->
            new CommandFailure(
                "%s %s is no event: expected one of %s"
                    .formatted(where, name, String.join(", ", EventCatalog.types())),
                2));
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
    return onlyEvents ? EventCatalog.typeNamedBy(sources.getFirst()).orElse(MESSAGE) : MESSAGE;
  }
}
