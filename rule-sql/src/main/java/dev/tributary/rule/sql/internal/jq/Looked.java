package dev.tributary.rule.sql.internal.jq;

/** A text that charges the budget for being looked at, and so ends a match that would not end. */
final class Looked implements CharSequence {
  private static final int LOOKS_PER_STEP = 8;
  private static final int REPETITIONS_PER_STEP = 16;

  private final String text;
  private final Budget budget;
  private final long stepsPerLook;
  private int looks;

  /**
   * @param repetitions how many steps a match may take from one look to the next
   */
  Looked(String text, Budget budget, long repetitions) {
    this.text = text;
    this.budget = budget;
    this.stepsPerLook = repetitions / REPETITIONS_PER_STEP;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks % LOOKS_PER_STEP == 0 || stepsPerLook > 0) {
      budget.charge(1 + stepsPerLook);
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
