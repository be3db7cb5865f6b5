package dev.tributary.rule.sql;

/**
 * Values for those who keep them: what was read out of a message holds on to all of its text, a
 * detached value to nothing but itself.
 */
final class Detached {
  private Detached() {}

  /** An equal value. Recursion is bounded by the depth of values. */
  static Value of(Value value) {
    return switch (value) {
      case Value.Map map -> of(map.entries());
      case Value.Array array -> of(array.all());
      case Value.Text text -> text.undecoded();
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Float _ ->
          value;
    };
  }

  private static Value of(EntryMap map) {
    Value[] values = new Value[map.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = of(map.valueAt(i));
    }
    return new EntryMap(map.shape(), values);
  }

  private static Value of(Value[] elements) {
    Value[] detached = new Value[elements.length];
    for (int i = 0; i < detached.length; i++) {
      detached[i] = of(elements[i]);
    }
    return new EntryArray(detached);
  }
}
