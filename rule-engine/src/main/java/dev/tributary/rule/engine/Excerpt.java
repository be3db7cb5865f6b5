package dev.tributary.rule.engine;

/** Foreign text made fit for a message of one line. */
final class Excerpt {
  private static final int CHARS_MAX = 200;

  private Excerpt() {}

  static String of(String text) {
    String cut = text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "...";
    return cut.replaceAll("\\p{Cntrl}", " ");
  }
}
