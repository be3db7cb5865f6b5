package dev.tributary.server.internal.bridge;

import dev.tributary.rule.sql.BoundedValueStore;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What rules keep for one connection. There may be a million of these, and few rules write: the
 * store is made with the first value. Bounded, for its keys may come from devices. Any thread.
 */
final class ConnectionDictionary implements ValueStore {

  private static final int ENTRIES_MAX = 1_000;
  private static final long BYTES_MAX = 256 * 1024;

  private volatile @Nullable BoundedValueStore store;

  @Override
  public Value get(Value key) {
    BoundedValueStore known = store;
    return known == null ? Value.UNDEFINED : known.get(key);
  }

  @Override
  public Value put(Value key, Value value) throws EvaluationException {
    return storeOrNew().put(key, value);
  }

  @Override
  public Value remove(Value key) {
    BoundedValueStore known = store;
    return known == null ? Value.UNDEFINED : known.remove(key);
  }

  private synchronized BoundedValueStore storeOrNew() {
    BoundedValueStore known = store;
    if (known == null) {
      known = new BoundedValueStore("the process dictionary", ENTRIES_MAX, BYTES_MAX);
      store = known;
    }
    return known;
  }
}
