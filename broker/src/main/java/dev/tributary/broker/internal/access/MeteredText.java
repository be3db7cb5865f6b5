package dev.tributary.broker.internal.access;

/**
 * A text that can be looked at so many times only: a regular expression may look at a character
 * exponentially often, and the text comes from a client.
 */
final class MeteredText implements CharSequence {

  private static final int LOOKS_MAX = 1_000_000;

  private final String text;
  private int looks;

  /** The expression took too long. Without stack trace: it is caught a few calls above. */
  static final class TooCostly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooCostly() {
      super("looked at " + LOOKS_MAX + " characters", null, false, false);
    }
  }

  MeteredText(String text) {
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
