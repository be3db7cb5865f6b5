package dev.tributary.rule.sql.internal.functions;

/**
 * A text that counts how often a regular expression looks at it, and ends a match that would never
 * end.
 */
final class GuardedText implements CharSequence {
  private static final int LOOKS_MAX = 2_000_000;

  /** The match was too costly. */
  static final class TooCostly extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooCostly() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private int looks;

  GuardedText(String text) {
    this.text = text;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks > LOOKS_MAX) {
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
