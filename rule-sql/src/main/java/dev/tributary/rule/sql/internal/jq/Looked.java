package dev.tributary.rule.sql.internal.jq;

/** A text that charges the budget for being looked at, and so ends a match that would not end. */
final class Looked implements CharSequence {
  private static final int LOOKS_PER_STEP = 8;

  private final String text;
  private final Budget budget;
  private int looks;

  Looked(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks % LOOKS_PER_STEP == 0) {
      budget.charge(1);
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
