package dev.tributary.rule.engine;

/** Foreign text made fit for a message of one line. */
final class Excerpt {
  private static final int CHARS_MAX = 200;

  private Excerpt() {}

  static String of(String text) {
    return of(text, CHARS_MAX);
  }

  static String of(String text, int charsMax) {
    return cut(text, charsMax).replaceAll("\\p{Cntrl}", " ");
  }

  static String cut(String text, int charsMax) {
    return text.length() <= charsMax ? text : text.substring(0, charsMax) + "...";
  }
}
