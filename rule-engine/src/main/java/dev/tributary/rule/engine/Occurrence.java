package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;

/**
 * One event, as the broker's bridge tells it. Read on the thread that hands it over, and only while
 * {@link RuleEngine#onEvent} runs; values are made when a rule reads them.
 */
public interface Occurrence {

  /** What has happened. */
  EventSource source();

  /** When it happened, milliseconds since 1970. */
  long atMillis();

  /**
   * The value of one of the source's columns, {@link Value#UNDEFINED} for what is not there. Not
   * asked for {@code timestamp}, {@code node}, {@code event} and {@code metadata}.
   */
  Value column(String name);

  /**
   * How the message came about that the event is about. Without it a rule that republishes what was
   * delivered or dropped could make itself run for ever.
   */
  default Lineage lineage() {
    return Lineage.NONE;
  }

  /** What the rules of this connection have kept; that of {@link Publisher}. */
  default ValueStore processDictionary() {
    return ValueStore.forgetful();
  }
}
