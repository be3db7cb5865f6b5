package dev.tributary.rule.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a map in their order. Maps that are made alike, such as the rows of one rule, share
 * one: then only their values cost memory.
 *
 * <p>A few keys are found by looking at each, which is faster and smaller than hashing; from
 * {@value #INDEX_FROM} keys on an open-addressing index is kept. Grown by one builder alone, never
 * changed once a map has it; then any thread.
 */
public final class MapShape {
  private static final int INDEX_FROM = 9;

  /**
   * Up to this length an index relies on the hash that every string knows: if all its keys share
   * one, each is found among half as many.
   */
  private static final int WELL_KNOWN_HASH_MAX = 128;

  /** Of a map without entries. */
  public static final MapShape EMPTY = new MapShape(0);

  private String[] names;
  private int size;

  /** Positions plus one by hash of the key, 0 for free; a power of two at least twice the size. */
  private int @Nullable [] index;

  MapShape(int capacity) {
    names = new String[capacity];
  }

  /** A builder that expects these keys in this order, and takes any others as well. */
  public Value.Map.Builder builder() {
    return new Value.Map.Builder(this, new Value[size], 0);
  }

  int size() {
    return size;
  }

  String name(int at) {
    return names[at];
  }

  List<String> list() {
    return Collections.unmodifiableList(Arrays.asList(names).subList(0, size));
  }

  /** A shape of the first so many keys, to add to. */
  MapShape startOf(int count) {
    MapShape copy = new MapShape(0);
    copy.names = Arrays.copyOf(names, Math.max(4, count + 2));
    Arrays.fill(copy.names, Math.min(count, names.length), copy.names.length, null);
    copy.size = count;
    if (count >= INDEX_FROM) {
      copy.index = count == size && index != null ? index.clone() : copy.rebuilt();
    }
    return copy;
  }

  int indexOf(String key) {
    if (index != null) {
      return index[slot(index, key)] - 1;
    }
    for (int i = 0; i < size; i++) {
      if (names[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a key that is not there. */
  void add(String key) {
    if (size == names.length) {
      names = Arrays.copyOf(names, Math.max(4, size * 2));
    }
    names[size] = key;
    size++;
    if (index != null && size * 2 <= index.length) {
      index[slot(index, key)] = size;
    } else if (size >= INDEX_FROM) {
      index = rebuilt();
    }
  }

  private int[] rebuilt() {
    int[] fresh = new int[Integer.highestOneBit(size) * 4];
    for (int i = 0; i < size; i++) {
      fresh[slot(fresh, names[i])] = i + 1;
    }
    return fresh;
  }

  /** Where the key is, or the free place where it would be. */
  private int slot(int[] index, String key) {
    int hash = index.length > WELL_KNOWN_HASH_MAX ? KeyHash.of(key) : key.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (index.length - 1);
    while (index[slot] != 0 && !names[index[slot] - 1].equals(key)) {
      slot = (slot + 1) & (index.length - 1);
    }
    return slot;
  }
}
