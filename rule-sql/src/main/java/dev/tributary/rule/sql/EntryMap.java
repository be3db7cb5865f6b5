package dev.tributary.rule.sql;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** A map whose values are all there. */
final class EntryMap extends Value.Map {
  static final EntryMap EMPTY = new EntryMap(MapShape.EMPTY, new Value[0]);

  private final MapShape shape;
  private final Value[] values;
  private final int depth;
  private final int weight;

  /** Takes over both; of the values only as many count as the shape has keys. */
  EntryMap(MapShape shape, Value[] values) {
    this.shape = shape;
    this.values = values;
    this.depth = EntryArray.deepest(values, shape.size()) + 1;
    this.weight = EntryArray.weight(values, shape.size());
  }

  @Override
  EntryMap entries() {
    return this;
  }

  String name(int at) {
    return shape.name(at);
  }

  Value valueAt(int at) {
    return values[at];
  }

  @Override
  public MapShape shape() {
    return shape;
  }

  @Override
  public Builder toBuilder() {
    return new Builder(shape, Arrays.copyOf(values, shape.size()), shape.size());
  }

  @Override
  public Value value(String key) {
    int at = shape.indexOf(key);
    return at < 0 ? UNDEFINED : values[at];
  }

  @Override
  public boolean contains(String key) {
    return shape.indexOf(key) >= 0;
  }

  @Override
  public int size() {
    return shape.size();
  }

  @Override
  public boolean isEmpty() {
    return shape.size() == 0;
  }

  @Override
  public List<String> keys() {
    return shape.list();
  }

  @Override
  public void forEach(BiConsumer<String, Value> consumer) {
    for (int i = 0; i < shape.size(); i++) {
      consumer.accept(shape.name(i), values[i]);
    }
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  int weight() {
    return weight;
  }

  boolean sameAs(EntryMap that) {
    if (size() != that.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      int at = that.shape == shape ? i : that.shape.indexOf(shape.name(i));
      if (at < 0 || !values[i].equals(that.values[at])) {
        return false;
      }
    }
    return true;
  }

  int contentHash() {
    int hash = 0;
    for (int i = 0; i < size(); i++) {
      hash += (shape.name(i).hashCode() * 31) ^ values[i].hashCode();
    }
    return hash;
  }
}
