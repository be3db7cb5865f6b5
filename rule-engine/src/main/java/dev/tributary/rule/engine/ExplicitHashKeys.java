package dev.tributary.rule.engine;

/** The numbers that Kinesis takes as explicit hash key: decimal, 0 to 2^128-1, no leading zeros. */
final class ExplicitHashKeys {
  private static final String HIGHEST = "340282366920938463463374607431768211455";

  private ExplicitHashKeys() {}

  static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > HIGHEST.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    return !leadingZero && (text.length() < HIGHEST.length() || text.compareTo(HIGHEST) <= 0);
  }
}
