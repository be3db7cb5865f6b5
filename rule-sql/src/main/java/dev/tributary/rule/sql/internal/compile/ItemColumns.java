package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a message under the aliases of FOREACH, one of which is the current item. One
 * thread, one evaluation; moves from item to item.
 */
final class ItemColumns implements Columns {
  private final Columns message;
  private final Value.Map aliases;
  private final String itemName;
  private Value item = Value.UNDEFINED;
  private @Nullable Collection<String> names;

  ItemColumns(Columns message, Value.Map aliases, String itemName) {
    this.message = message;
    this.aliases = aliases;
    this.itemName = itemName;
  }

  Columns message() {
    return message;
  }

  void moveTo(Value next) {
    item = next;
  }

  @Override
  public Value column(String name) {
    if (name.equals(itemName)) {
      return item;
    }
    return aliases.contains(name) ? aliases.value(name) : message.column(name);
  }

  @Override
  public Collection<String> names() {
    Collection<String> known = names;
    if (known == null) {
      Set<String> all = new LinkedHashSet<>(message.names());
      all.addAll(aliases.keys());
      all.add(itemName);
      known = all;
      names = known;
    }
    return known;
  }

  @Override
  public ValueStore processDictionary() {
    return message.processDictionary();
  }
}
