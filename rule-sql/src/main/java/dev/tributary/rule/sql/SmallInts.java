package dev.tributary.rule.sql;

/** The integers that rules meet most, made once. */
final class SmallInts {
  private static final int LOWEST = -128;
  private static final int HIGHEST = 1023;
  private static final Value.Int[] KNOWN = known();

  private SmallInts() {}

  static Value.Int of(long value) {
    return value >= LOWEST && value <= HIGHEST ? KNOWN[(int) value - LOWEST] : new Value.Int(value);
  }

  private static Value.Int[] known() {
    Value.Int[] all = new Value.Int[HIGHEST - LOWEST + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Value.Int(i + LOWEST);
    }
    return all;
  }
}
