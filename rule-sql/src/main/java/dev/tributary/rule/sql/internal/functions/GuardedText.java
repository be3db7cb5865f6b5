package dev.tributary.rule.sql.internal.functions;

/**
 * A text that counts how often a regular expression looks at it, and ends a match that would never
 * end.
 */
final class GuardedText implements CharSequence {
  private static final int LOOKS_MAX = 2_000_000;

  /** Steps without a look that a match may take in all. */
  private static final long BLIND_STEPS_MAX = 20_000_000;

  /** The match was too costly. */
  static final class TooCostly extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooCostly() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private final long looksMax;
  private long looks;

  /**
   * @param blindSteps how many steps the expression may take from one look to the next
   */
  GuardedText(String text, long blindSteps) {
    this.text = text;
    this.looksMax = Math.min(LOOKS_MAX, BLIND_STEPS_MAX / Math.max(1, blindSteps));
  }

  /** How often the expression has looked so far. */
  long looks() {
    return looks;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks > looksMax) {
      throw new TooCostly();
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
