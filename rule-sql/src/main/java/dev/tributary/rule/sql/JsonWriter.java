package dev.tributary.rule.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one value as JSON in UTF-8 into a growing buffer. Recursion is bounded by the depth of
 * values.
 */
final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final char REPLACEMENT = '\uFFFD';

  private byte[] buffer = new byte[256];
  private int length;

  byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }

  String text() {
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  void value(Value value) {
    switch (value) {
      case Value.Undefined _ -> ascii("\"undefined\"");
      case Value.Null _ -> ascii("null");
      case Value.Bool bool -> ascii(bool.value() ? "true" : "false");
      case Value.Int number -> ascii(Long.toString(number.value()));
      case Value.BigInt number -> ascii(number.value().toString());
      case Value.Float number -> ascii(FloatText.shortest(number.value()));
      case Value.Text text -> text(text);
      case Value.Array array -> array(array);
      case Value.Map map -> map(map);
    }
  }

  private void array(Value.Array array) {
    put('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        put(',');
      }
      value(array.element(i));
    }
    put(']');
  }

  private void map(Value.Map map) {
    put('{');
    map.forEach((key, value) -> {
      if (buffer[length - 1] != '{') {
        put(',');
      }
      string(key);
      put(':');
      value(value);
    });
    put('}');
  }

  private void text(Value.Text text) {
    byte[] plain = text.givenBytes();
    if (plain == null || !isAscii(plain)) {
      string(text.string());
      return;
    }
    put('"');
    ensure(plain.length);
    for (byte b : plain) {
      asciiChar((char) b);
    }
    put('"');
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private void string(String string) {
    put('"');
    ensure(string.length());
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c < 0x80) {
        asciiChar(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < string.length()
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        i++;
        multibyte(Character.toCodePoint(c, string.charAt(i)));
      } else {
        multibyte(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    put('"');
  }

  private void asciiChar(char c) {
    switch (c) {
      case '"' -> ascii("\\\"");
      case '\\' -> ascii("\\\\");
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      case '\b' -> ascii("\\b");
      case '\f' -> ascii("\\f");
      default -> {
        if (c < ' ') {
          ascii("\\u00");
          put(HEX[c >> 4]);
          put(HEX[c & 0xF]);
        } else {
          put(c);
        }
      }
    }
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

  private void ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
  }

  private void put(int b) {
    ensure(1);
    buffer[length++] = (byte) b;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
