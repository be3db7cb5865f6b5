package dev.tributary.rule.sql;

import java.util.Collection;

/** Columns out of a map, with a dictionary of their own. */
final class MapColumns implements Columns {
  private static final int ENTRIES_MAX = 1000;
  private static final long BYTES_MAX = 1024 * 1024;

  private final Value.Map map;
  private final ValueStore processDictionary =
      new BoundedValueStore("proc_dict", ENTRIES_MAX, BYTES_MAX);

  MapColumns(Value.Map map) {
    this.map = map;
  }

  @Override
  public Value column(String name) {
    return map.value(name);
  }

  @Override
  public Collection<String> names() {
    return map.keys();
  }

  @Override
  public ValueStore processDictionary() {
    return processDictionary;
  }
}
