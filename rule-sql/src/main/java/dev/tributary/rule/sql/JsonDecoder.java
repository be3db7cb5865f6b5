package dev.tributary.rule.sql;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Makes values out of a JSON text that has been scanned, and therefore is correct. */
final class JsonDecoder {
  /** So many digits always fit a long. */
  private static final int LONG_DIGITS = 18;

  /** Integers up to here are exact as floats. */
  private static final long EXACT_MAX = 1L << 53;

  /** The powers of ten that are exact as floats. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private JsonDecoder() {}

  /** The value that starts at an offset and belongs to a place of the tape. */
  static Value value(byte[] text, int[] tape, int place, int offset) {
    return switch (text[offset]) {
      case '{' -> new JsonMap(text, tape, place + 1);
      case '[' -> new JsonArray(text, tape, place + 1);
      case '"' -> Value.of(string(text, offset + 1));
      case 't' -> Value.TRUE;
      case 'f' -> Value.FALSE;
      case 'n' -> Value.NULL;
      default -> number(text, offset);
    };
  }

  /** The value of the member at a place of the tape. */
  static Value member(byte[] text, int[] tape, int place) {
    int at = behindString(text, JsonTape.offset(tape[place]));
    while (text[at] <= ' ' || text[at] == ':') {
      at++;
    }
    return value(text, tape, place, at);
  }

  static String key(byte[] text, int place) {
    return string(text, JsonTape.offset(place));
  }

  /** Whether the key at that place is this one. */
  static boolean isKey(byte[] text, int place, String key) {
    if (JsonTape.isEscaped(place)) {
      return key(text, place).equals(key);
    }
    int from = JsonTape.offset(place);
    int length = key.length();
    // The text is longer than any key in it: the closing quote and what follows.
    if (from + length >= text.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = key.charAt(i);
      if (c >= 0x80) {
        return key(text, place).equals(key);
      }
      if (text[from + i] != c) {
        return false;
      }
    }
    return text[from + length] == '"';
  }

  private static int behindString(byte[] text, int from) {
    int at = from;
    while (text[at] != '"') {
      at += text[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /** The string whose first character is at an offset. */
  private static String string(byte[] text, int from) {
    int at = from;
    int bits = 0;
    for (byte b = text[at]; b != '"'; b = text[++at]) {
      if (b == '\\') {
        return unescaped(text, from, at);
      }
      bits |= b;
    }
    // Latin 1 is copied as it is; of bytes below 0x80 both encodings make the same.
    return new String(
        text, from, at - from, bits < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private static String unescaped(byte[] text, int from, int firstEscape) {
    StringBuilder string = new StringBuilder(firstEscape - from + 16);
    int plain = from;
    int at = firstEscape;
    while (text[at] != '"') {
      if (text[at] != '\\') {
        at++;
        continue;
      }
      string.append(new String(text, plain, at - plain, StandardCharsets.UTF_8));
      string.append(escaped(text, at + 1));
      at += text[at + 1] == 'u' ? 6 : 2;
      plain = at;
    }
    return string.append(new String(text, plain, at - plain, StandardCharsets.UTF_8)).toString();
  }

  private static char escaped(byte[] text, int at) {
    return switch (text[at]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' ->
          (char)
              (Character.digit(text[at + 1], 16) << 12
                  | Character.digit(text[at + 2], 16) << 8
                  | Character.digit(text[at + 3], 16) << 4
                  | Character.digit(text[at + 4], 16));
      default -> (char) text[at];
    };
  }

  static boolean isFinite(byte[] text, int from, int to) {
    return Double.isFinite(Double.parseDouble(ascii(text, from, to)));
  }

  /** Short numbers are calculated; what might lose a bit that way is left to the JDK. */
  static Value number(byte[] text, int start) {
    boolean negative = text[start] == '-';
    int at = negative ? start + 1 : start;
    int digits = at;
    long significand = 0;
    while (isDigit(text, at)) {
      significand = significand * 10 + (text[at++] - '0');
    }
    int length = at - digits;
    boolean isFloat = at < text.length && (text[at] == '.' || (text[at] | 0x20) == 'e');
    if (!isFloat) {
      return length <= LONG_DIGITS
          ? Value.of(negative ? -significand : significand)
          : Value.of(new BigInteger(ascii(text, start, at)));
    }
    int scale = 0;
    if (text[at] == '.') {
      int point = at++;
      while (isDigit(text, at)) {
        significand = significand * 10 + (text[at++] - '0');
      }
      scale = at - point - 1;
      length += scale;
    }
    boolean hasExponent = at < text.length && (text[at] | 0x20) == 'e';
    if (length > LONG_DIGITS || significand > EXACT_MAX || scale >= POWERS.length || hasExponent) {
      return Value.of(Double.parseDouble(ascii(text, start, numberEnd(text, at))));
    }
    // Both are exact, so that only the division rounds.
    double value = significand / POWERS[scale];
    return Value.of(negative ? -value : value);
  }

  private static boolean isDigit(byte[] text, int at) {
    return at < text.length && text[at] >= '0' && text[at] <= '9';
  }

  private static int numberEnd(byte[] text, int from) {
    int at = from;
    while (isDigit(text, at)
        || (at < text.length && (text[at] == '+' || text[at] == '-' || (text[at] | 0x20) == 'e'))) {
      at++;
    }
    return at;
  }

  private static String ascii(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
