package dev.tributary.rule.sql;

import java.util.Collection;

/**
 * What a rule can see of one message or event. Read on the thread that evaluates, and only while it
 * does.
 */
public interface Columns {
  /** The column of that name, {@link Value#UNDEFINED} if there is none. */
  Value column(String name);

  /** The names that {@code SELECT *} selects, in output order. */
  Collection<String> names();

  /** Columns out of a map, for tests and for rules tried by hand. */
  static Columns of(Value.Map map) {
    return new Columns() {
      @Override
      public Value column(String name) {
        return map.value(name);
      }

      @Override
      public Collection<String> names() {
        return map.keys();
      }
    };
  }
}
