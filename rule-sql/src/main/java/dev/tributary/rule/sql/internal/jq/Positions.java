package dev.tributary.rule.sql.internal.jq;

/** Counts code points from where it counted last, for matches come in order. */
final class Positions {
  private final String text;
  private int at;
  private int codePoints;

  Positions(String text) {
    this.text = text;
  }

  int of(int index) {
    boolean isBehind = index < at;
    int between = text.codePointCount(Math.min(at, index), Math.max(at, index));
    Budget.current().chars(Math.abs(index - at));
    codePoints += isBehind ? -between : between;
    at = index;
    return codePoints;
  }
}
