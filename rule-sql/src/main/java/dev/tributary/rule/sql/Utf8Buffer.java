package dev.tributary.rule.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects bytes of UTF-8 text in one growing array. One thread. */
final class Utf8Buffer {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int LONG_CHARS_MAX = 20;

  /** Between these, fixed notation is what JSON and everything else wants. */
  private static final double DECIMAL_MIN = 1e-3;

  private static final double DECIMAL_MAX = 1e5;

  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private byte[] buffer;
  private int length;

  Utf8Buffer(int capacity) {
    buffer = new byte[capacity];
  }

  int length() {
    return length;
  }

  /** What was collected; nothing may be added any more. */
  byte[] bytes() {
    return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
  }

  String text() {
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  void put(int b) {
    ensure(1);
    buffer[length++] = (byte) b;
  }

  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  void put(byte[] bytes, int from, int to) {
    ensure(to - from);
    System.arraycopy(bytes, from, buffer, length, to - from);
    length += to - from;
  }

  /** Characters below 0x80 only. */
  void ascii(String text) {
    int count = text.length();
    ensure(count);
    byte[] into = buffer;
    int at = length;
    for (int i = 0; i < count; i++) {
      into[at++] = (byte) text.charAt(i);
    }
    length = at;
  }

  void number(long value) {
    if (value == Long.MIN_VALUE) {
      ascii(Long.toString(value));
      return;
    }
    ensure(LONG_CHARS_MAX);
    if (value < 0) {
      buffer[length++] = '-';
    }
    long rest = Math.abs(value);
    int digits = 1;
    for (long power = 10; digits < LONG_CHARS_MAX - 1 && power <= rest; power *= 10) {
      digits++;
    }
    length += digits;
    for (int at = length - 1; digits > 0; digits--) {
      buffer[at--] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * A float of ordinary size with few decimals, in its shortest digits. False, and nothing is put,
   * for any other.
   */
  boolean decimal(double value) {
    double size = Math.abs(value);
    if (!(size >= DECIMAL_MIN && size < DECIMAL_MAX)) {
      return false;
    }
    for (int decimals = 0; decimals < POWERS.length; decimals++) {
      long power = POWERS[decimals];
      long scaled = Math.round(size * power);
      // Of at most 15 digits, so that no other decimal as short reads back as this float.
      if ((double) scaled / power == size) {
        if (value < 0) {
          put('-');
        }
        number(scaled / power);
        put('.');
        digits(scaled % power, Math.max(1, decimals));
        return true;
      }
    }
    return false;
  }

  /** Exactly so many digits. */
  private void digits(long number, int count) {
    ensure(count);
    long rest = number;
    for (int at = length + count - 1; at >= length; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += count;
  }

  /** Any characters; half a surrogate pair becomes U+FFFD. */
  void string(String text) {
    ensure(text.length());
    int i = 0;
    while (i < text.length()) {
      i = character(text, i);
    }
  }

  /** One character of the text; gives where the next one is. */
  int character(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      put(c);
      return at + 1;
    }
    boolean isPair =
        Character.isHighSurrogate(c)
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    if (isPair) {
      multibyte(Character.toCodePoint(c, text.charAt(at + 1)));
      return at + 2;
    }
    multibyte(Character.isSurrogate(c) ? REPLACEMENT : c);
    return at + 1;
  }

  private void multibyte(int codePoint) {
    if (codePoint < 0x800) {
      put(0xC0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        put(0xE0 | (codePoint >> 12));
      } else {
        put(0xF0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3F));
      }
      put(0x80 | ((codePoint >> 6) & 0x3F));
    }
    put(0x80 | (codePoint & 0x3F));
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
