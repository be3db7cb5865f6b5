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

  /**
   * What {@code proc_dict_put} keeps: the dictionary of the connection that brought the message. It
   * keeps nothing where there is no connection.
   */
  default ValueStore processDictionary() {
    return ValueStore.forgetful();
  }

  /**
   * Columns out of a map, for tests and for rules tried by hand. Their dictionary lives as long as
   * they do.
   */
  static Columns of(Value.Map map) {
    return new MapColumns(map);
  }
}
