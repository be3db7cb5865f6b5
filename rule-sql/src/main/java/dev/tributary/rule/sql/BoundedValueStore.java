package dev.tributary.rule.sql;

import dev.tributary.rule.sql.internal.value.Comparison;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Values in memory, up to a number of entries and roughly of bytes. A store that is full refuses
 * what is new; it never forgets by itself.
 *
 * <p>Any thread. Readers never wait; writers pass one at a time, each for a moment.
 */
public final class BoundedValueStore implements ValueStore {
  /** What an entry or an element costs besides its text: objects, references, table. */
  private static final int OVERHEAD = 48;

  private record Kept(Value value, long bytes) {}

  /** Keys come from devices: comparable, so that keys of one hash do not become one long list. */
  private record Key(Value value) implements Comparable<Key> {
    @Override
    public int compareTo(Key that) {
      return Comparison.order(value, that.value);
    }
  }

  private final String name;
  private final int entriesMax;
  private final long bytesMax;
  private final ConcurrentMap<Key, Kept> entries = new ConcurrentHashMap<>();
  // Written by one writer at a time, under the lock of this object.
  private long bytes;

  /**
   * An empty store.
   *
   * @param name stands in errors
   */
  public BoundedValueStore(String name, int entriesMax, long bytesMax) {
    if (entriesMax <= 0 || bytesMax <= 0) {
      throw new IllegalArgumentException(
          name + ": " + entriesMax + " entries and " + bytesMax + " bytes, must be positive");
    }
    this.name = name;
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
  }

  @Override
  public Value get(Value key) {
    return valueOf(entries.get(new Key(key)));
  }

  @Override
  public synchronized Value put(Value key, Value value) throws EvaluationException {
    Key wrapped = new Key(Detached.of(key));
    Kept before = entries.get(wrapped);
    if (before == null && entries.size() >= entriesMax) {
      throw new EvaluationException(name + " is full: it holds " + entriesMax + " entries");
    }
    Kept now = new Kept(Detached.of(value), OVERHEAD + weight(key) + weight(value));
    long bytesNow = bytes + now.bytes() - (before == null ? 0 : before.bytes());
    if (bytesNow > bytesMax) {
      throw new EvaluationException(name + " is full: it may hold " + bytesMax + " bytes");
    }
    entries.put(wrapped, now);
    bytes = bytesNow;
    return valueOf(before);
  }

  @Override
  public synchronized Value remove(Value key) {
    Kept before = entries.remove(new Key(key));
    if (before != null) {
      bytes -= before.bytes();
    }
    return valueOf(before);
  }

  private static Value valueOf(@Nullable Kept kept) {
    return kept == null ? Value.UNDEFINED : kept.value();
  }

  /** Recursion is bounded by the depth of values. */
  private static long weight(Value value) {
    return switch (value) {
      case Value.Undefined _, Value.Null _, Value.Bool _, Value.Int _, Value.Float _ -> OVERHEAD;
      case Value.BigInt number -> OVERHEAD + number.value().bitLength() / Byte.SIZE;
      case Value.Text text -> OVERHEAD + text.size();
      case Value.Array array -> {
        long sum = OVERHEAD;
        for (int i = 0; i < array.size(); i++) {
          sum += weight(array.element(i));
        }
        yield sum;
      }
      case Value.Map map -> {
        long sum = OVERHEAD;
        for (String key : map.keys()) {
          sum += OVERHEAD + key.length() + weight(map.value(key));
        }
        yield sum;
      }
    };
  }
}
