package dev.tributary.rule.sql;

/** A list whose elements are all there. */
final class EntryArray extends Value.Array {
  private final Value[] elements;
  private final int depth;

  /** Takes the array over. */
  EntryArray(Value[] elements) {
    this.elements = elements;
    this.depth = deepest(elements, elements.length) + 1;
  }

  static int deepest(Value[] values, int count) {
    int deepest = 0;
    for (int i = 0; i < count; i++) {
      Value value = values[i];
      // Most values have no depth: two looks at the class are cheaper than asking each.
      if (value instanceof Value.Map || value instanceof Value.Array) {
        deepest = Math.max(deepest, Value.depthOf(value));
      }
    }
    return deepest;
  }

  @Override
  Value[] all() {
    return elements;
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public int depth() {
    return depth;
  }
}
