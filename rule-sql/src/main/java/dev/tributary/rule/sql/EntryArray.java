package dev.tributary.rule.sql;

/** A list whose elements are all there. */
final class EntryArray extends Value.Array {
  private final Value[] elements;
  private final int depth;
  private final int weight;

  /** Takes the array over. */
  EntryArray(Value[] elements) {
    this.elements = elements;
    this.depth = deepest(elements, elements.length) + 1;
    this.weight = weight(elements, elements.length);
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

  /** Of so many values and what stands between them; no more than an integer can tell. */
  static int weight(Value[] values, int count) {
    long weight = 2;
    for (int i = 0; i < count; i++) {
      weight += 1L + Value.weightOf(values[i]);
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }

  @Override
  int weight() {
    return weight;
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
