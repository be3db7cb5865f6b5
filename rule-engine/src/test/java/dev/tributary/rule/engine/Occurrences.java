package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;

/** Events for tests. */
record Occurrences(EventSource source, long atMillis, Value.Map columns, Lineage lineage)
    implements Occurrence {

  static Occurrence of(EventSource source, Value.Map columns) {
    return new Occurrences(source, Messages.RECEIVED_AT, columns, Lineage.NONE);
  }

  static Occurrence of(EventSource source) {
    return of(source, Value.Map.of("clientid", Value.of("c1")));
  }

  @Override
  public Value column(String name) {
    return columns.value(name);
  }
}
