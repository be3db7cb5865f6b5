package dev.tributary.rule.sql;

import java.util.Arrays;

/**
 * Checks a whole JSON text (RFC 8259, UTF-8) in one pass and notes on a {@link JsonTape} where
 * things are. Makes no values, and needs no stack: an open container remembers its parent on the
 * tape.
 */
final class JsonScanner {
  static final int NUMBER_CHARS_MAX = 1000;

  /** A float with fewer digits before its point and no exponent is always finite. */
  private static final int DIGITS_FINITE = 300;

  private static final int NONE = -1;
  private static final int OBJECT = 1;

  private JsonScanner() {}

  /** The tape of the text, or why it is no JSON. */
  static int[] scan(byte[] text) throws JsonException {
    if (text.length > JsonTape.OFFSET_MAX) {
      throw new JsonException("not JSON: the text has more than " + JsonTape.OFFSET_MAX + " bytes");
    }
    // A guess that fits most texts of devices; a wrong one costs a copy. Odd, because then nothing
    // of the array is padding.
    int[] tape = new int[Math.max(8, text.length / 13) | 1];
    int at = space(text, 0);
    tape[0] = at;
    int size = 1;
    int open = NONE;
    int level = 0;
    while (true) {
      byte first = peek(text, at);
      boolean isContainer = first == '{' || first == '[';
      if (isContainer) {
        if (++level > SqlLimits.VALUE_DEPTH) {
          throw error("more than " + SqlLimits.VALUE_DEPTH + " levels", at);
        }
        // For its head and its first element.
        tape = withRoom(tape, size + 3);
        tape[size - 1] |= JsonTape.CONTAINER;
        tape[size] = open;
        tape[size + 1] = first == '{' ? OBJECT : 0;
        open = size;
        size = JsonTape.first(open);
        at = space(text, at + 1);
      } else {
        at = space(text, scalar(text, first, at));
      }
      if (!isContainer || peek(text, at) == closing(tape, open)) {
        while (open != NONE && peek(text, at) == closing(tape, open)) {
          open = close(tape, open, size);
          level--;
          at = space(text, at + 1);
        }
        if (open == NONE) {
          return checkedEnd(text, at, tape);
        }
        at = space(text, comma(text, at, tape, open));
        tape = withRoom(tape, size + 1);
      }
      at = isObject(tape, open) ? member(text, at, tape, size) : element(at, tape, size);
      size++;
    }
  }

  private static int[] checkedEnd(byte[] text, int at, int[] tape) throws JsonException {
    if (at < text.length) {
      throw error("more text after the value", at);
    }
    return tape;
  }

  private static boolean isObject(int[] tape, int open) {
    return (tape[open + 1] & OBJECT) != 0;
  }

  private static byte closing(int[] tape, int open) {
    return isObject(tape, open) ? (byte) '}' : (byte) ']';
  }

  /** Completes the head of the container; gives its parent. */
  private static int close(int[] tape, int open, int size) {
    int parent = tape[open];
    int depth = (tape[open + 1] >> 1) + 1;
    tape[open] = size;
    tape[open + 1] = depth;
    if (parent != NONE && tape[parent + 1] >> 1 < depth) {
      tape[parent + 1] = depth << 1 | (tape[parent + 1] & OBJECT);
    }
    return parent;
  }

  private static int comma(byte[] text, int at, int[] tape, int open) throws JsonException {
    if (peek(text, at) != ',') {
      throw error(isObject(tape, open) ? "expected a comma or '}'" : "expected a comma or ']'", at);
    }
    return at + 1;
  }

  private static int element(int at, int[] tape, int size) {
    tape[size] = at;
    return at;
  }

  /** Notes the key; gives where its value starts. */
  private static int member(byte[] text, int at, int[] tape, int size) throws JsonException {
    if (peek(text, at) != '"') {
      throw error("expected a key in quotes", at);
    }
    int end = string(text, at + 1);
    tape[size] = end < 0 ? (at + 1) | JsonTape.ESCAPED : at + 1;
    int colon = space(text, end < 0 ? ~end : end);
    if (peek(text, colon) != ':') {
      throw error("expected a colon", colon);
    }
    return space(text, colon + 1);
  }

  private static int[] withRoom(int[] tape, int size) {
    return size > tape.length ? Arrays.copyOf(tape, tape.length * 2) : tape;
  }

  private static int space(byte[] text, int from) {
    int at = from;
    while (at < text.length && text[at] <= ' ' && isSpace(text[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** 0, which is nothing in JSON, at the end. */
  private static byte peek(byte[] text, int at) {
    return at < text.length ? text[at] : 0;
  }

  private static int scalar(byte[] text, byte first, int at) throws JsonException {
    return switch (first) {
      case '"' -> {
        int end = string(text, at + 1);
        yield end < 0 ? ~end : end;
      }
      case 't' -> word(text, at, "true");
      case 'f' -> word(text, at, "false");
      case 'n' -> word(text, at, "null");
      default -> number(text, at);
    };
  }

  private static int word(byte[] text, int at, String word) throws JsonException {
    for (int i = 1; i < word.length(); i++) {
      if (peek(text, at + i) != word.charAt(i)) {
        throw error("expected a value", at);
      }
    }
    return at + word.length();
  }

  private static int number(byte[] text, int start) throws JsonException {
    int digits = peek(text, start) == '-' ? start + 1 : start;
    if (!isDigit(text, digits)) {
      throw error("expected a value", start);
    }
    int at = text[digits] == '0' ? digits + 1 : digits(text, digits);
    boolean maybeInfinite = at - digits > DIGITS_FINITE;
    boolean isFloat = false;
    if (peek(text, at) == '.') {
      isFloat = true;
      at = someDigits(text, at + 1);
    }
    if ((peek(text, at) | 0x20) == 'e') {
      isFloat = true;
      maybeInfinite = true;
      byte sign = peek(text, at + 1);
      at = someDigits(text, sign == '+' || sign == '-' ? at + 2 : at + 1);
    }
    if (at - start > NUMBER_CHARS_MAX) {
      throw error("a number of more than " + NUMBER_CHARS_MAX + " characters", start);
    }
    if (isFloat && maybeInfinite && !JsonDecoder.isFinite(text, start, at)) {
      throw error("number out of range", start);
    }
    return at;
  }

  private static int someDigits(byte[] text, int at) throws JsonException {
    if (!isDigit(text, at)) {
      throw error("expected a digit", at);
    }
    return digits(text, at);
  }

  private static int digits(byte[] text, int from) {
    int at = from;
    while (isDigit(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte[] text, int at) {
    return at < text.length && text[at] >= '0' && text[at] <= '9';
  }

  /**
   * From behind the opening quote to behind the closing one; its complement if there are escapes.
   */
  private static int string(byte[] text, int from) throws JsonException {
    int at = from;
    boolean escaped = false;
    while (at < text.length) {
      byte b = text[at];
      if (b >= ' ' && b != '"' && b != '\\') {
        at++;
      } else if (b == '"') {
        return escaped ? ~(at + 1) : at + 1;
      } else if (b == '\\') {
        escaped = true;
        at = escape(text, at + 1);
      } else if (b < 0) {
        at = multibyte(text, at);
      } else {
        throw error("a control character in a string", at);
      }
    }
    throw error("a string that does not end", from);
  }

  private static int escape(byte[] text, int at) throws JsonException {
    return switch (peek(text, at)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
      case 'u' -> hexDigits(text, at + 1);
      default -> throw error("an escape that JSON does not know", at);
    };
  }

  private static int hexDigits(byte[] text, int at) throws JsonException {
    for (int i = 0; i < 4; i++) {
      if (Character.digit(peek(text, at + i), 16) < 0) {
        throw error("an escape without four hexadecimal digits", at);
      }
    }
    return at + 4;
  }

  /** Behind a character of several bytes: shortest form, no surrogates, at most U+10FFFF. */
  private static int multibyte(byte[] text, int at) throws JsonException {
    int lead = text[at] & 0xFF;
    int second = peek(text, at + 1) & 0xFF;
    int least = lead == 0xE0 ? 0xA0 : (lead == 0xF0 ? 0x90 : 0x80);
    int most = lead == 0xED ? 0x9F : (lead == 0xF4 ? 0x8F : 0xBF);
    int length = lead < 0xC2 ? 0 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : (lead < 0xF5 ? 4 : 0)));
    boolean valid = length > 0 && second >= least && second <= most;
    for (int i = 2; i < length; i++) {
      valid &= (peek(text, at + i) & 0xC0) == 0x80;
    }
    if (!valid) {
      throw error("bytes that are no UTF-8", at);
    }
    return at + length;
  }

  private static JsonException error(String problem, int at) {
    return new JsonException("not JSON: " + problem + " at byte " + at);
  }
}
