package dev.tributary.rule.sql.internal.functions;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Strings as characters that people see (extended grapheme clusters). Plain ASCII takes a short
 * way.
 */
final class Graphemes {
  private Graphemes() {}

  static long count(String text) {
    if (isPlain(text)) {
      return text.length();
    }
    BreakIterator breaks = breaks(text);
    long count = 0;
    while (breaks.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }

  static String part(String text, long start, long length) {
    if (isPlain(text)) {
      int from = (int) Math.min(start, text.length());
      return text.substring(from, from + (int) Math.min(length, text.length() - from));
    }
    BreakIterator breaks = breaks(text);
    int from = advance(breaks, start);
    return text.substring(from, advance(breaks, length));
  }

  static String reversed(String text) {
    StringBuilder reversed = new StringBuilder(text.length());
    BreakIterator breaks = breaks(text);
    int end = breaks.last();
    for (int start = breaks.previous(); start != BreakIterator.DONE; start = breaks.previous()) {
      reversed.append(text, start, end);
      end = start;
    }
    return reversed.toString();
  }

  private static int advance(BreakIterator breaks, long steps) {
    for (long i = 0; i < steps && breaks.next() != BreakIterator.DONE; i++) {
      // The iterator keeps the position.
    }
    return breaks.current();
  }

  private static BreakIterator breaks(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    return breaks;
  }

  /** Nothing combines; CR LF would. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c == '\r') {
        return false;
      }
    }
    return true;
  }
}
