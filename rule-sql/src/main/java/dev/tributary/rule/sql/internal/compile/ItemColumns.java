package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The columns of a message under the aliases of FOREACH, one of which is the current item. */
record ItemColumns(Columns message, Value.Map aliases, String itemName, Value item)
    implements Columns {
  @Override
  public Value column(String name) {
    if (name.equals(itemName)) {
      return item;
    }
    return aliases.contains(name) ? aliases.value(name) : message.column(name);
  }

  @Override
  public Collection<String> names() {
    Set<String> names = new LinkedHashSet<>(message.names());
    names.addAll(aliases.keys());
    names.add(itemName);
    return names;
  }

  @Override
  public ValueStore processDictionary() {
    return message.processDictionary();
  }
}
