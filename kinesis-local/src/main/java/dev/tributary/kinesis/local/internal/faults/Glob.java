package dev.tributary.kinesis.local.internal.faults;

/**
 * A text with {@code *} for any characters and {@code ?} for one; a backslash takes either as it
 * is. Takes at most pattern times text steps, whatever the pattern.
 */
record Glob(String pattern) {
  boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      int width = charWidth(p, text.charAt(t));
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (width > 0) {
        p += width;
        t++;
      } else if (star >= 0) {
        // The last star takes one character more.
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Of what stands in the pattern at {@code p} for this character; 0 if it does not match. */
  private int charWidth(int p, char c) {
    if (p >= pattern.length() || pattern.charAt(p) == '*') {
      return 0;
    }
    if (pattern.charAt(p) == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? 2 : 0;
    }
    return pattern.charAt(p) == '?' || pattern.charAt(p) == c ? 1 : 0;
  }
}
