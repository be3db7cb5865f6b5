package dev.tributary.rule.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values in insertion order. A few keys are found by looking at each, which is faster and
 * smaller than hashing; from {@link #INDEX_FROM} keys on an open-addressing index is kept.
 */
final class MapEntries {
  private static final int INDEX_FROM = 9;

  private String[] keys;
  private Value[] values;
  private int size;

  /** Positions plus one by hash of the key, 0 for free; a power of two at least twice the size. */
  private int @Nullable [] index;

  MapEntries(int capacity) {
    keys = new String[capacity];
    values = new Value[capacity];
  }

  MapEntries copy() {
    MapEntries copy = new MapEntries(0);
    int room = size + 2;
    copy.keys = Arrays.copyOf(keys, room);
    copy.values = Arrays.copyOf(values, room);
    copy.size = size;
    copy.index = index == null ? null : index.clone();
    return copy;
  }

  int size() {
    return size;
  }

  /** Only the first {@link #size()} are values. */
  Value[] values() {
    return values;
  }

  List<String> keyList() {
    return Collections.unmodifiableList(Arrays.asList(keys).subList(0, size));
  }

  void forEach(BiConsumer<String, Value> consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(keys[i], values[i]);
    }
  }

  int indexOf(String key) {
    if (index != null) {
      return index[slot(index, key)] - 1;
    }
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  void put(String key, Value value) {
    int at = indexOf(key);
    if (at >= 0) {
      values[at] = value;
      return;
    }
    if (size == keys.length) {
      int room = Math.max(4, size * 2);
      keys = Arrays.copyOf(keys, room);
      values = Arrays.copyOf(values, room);
    }
    keys[size] = key;
    values[size] = value;
    size++;
    indexLast(key);
  }

  private void indexLast(String key) {
    if (index != null && size * 2 <= index.length) {
      index[slot(index, key)] = size;
    } else if (size >= INDEX_FROM) {
      index = rebuilt();
    }
  }

  private int[] rebuilt() {
    int[] fresh = new int[Integer.highestOneBit(size) * 4];
    for (int i = 0; i < size; i++) {
      fresh[slot(fresh, keys[i])] = i + 1;
    }
    return fresh;
  }

  /** Where the key is, or the free place where it would be. */
  private int slot(int[] index, String key) {
    int hash = key.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (index.length - 1);
    while (index[slot] != 0 && !keys[index[slot] - 1].equals(key)) {
      slot = (slot + 1) & (index.length - 1);
    }
    return slot;
  }

  boolean sameAs(MapEntries that) {
    if (size != that.size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      int at = that.indexOf(keys[i]);
      if (at < 0 || !values[i].equals(that.values[at])) {
        return false;
      }
    }
    return true;
  }

  int contentHash() {
    int hash = 0;
    for (int i = 0; i < size; i++) {
      hash += (keys[i].hashCode() * 31) ^ values[i].hashCode();
    }
    return hash;
  }
}
