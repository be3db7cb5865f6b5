package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;

/** Escape sequences as C has them. */
final class Escapes {
  private Escapes() {}

  static String unescaped(String text) throws EvaluationException {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '\\' || at + 1 == text.length()) {
        out.append(c);
        at++;
      } else if (text.charAt(at + 1) == 'x') {
        at = hex(text, at + 2, out);
      } else {
        out.append(plain(text.charAt(at + 1)));
        at += 2;
      }
    }
    return out.toString();
  }

  private static char plain(char c) throws EvaluationException {
    return switch (c) {
      case '\\', '\'', '"', '?' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'v' -> 0x0B;
      case 'a' -> 0x07;
      default -> throw new EvaluationException("unescape: \\" + c + " is no escape sequence");
    };
  }

  /** As many digits as follow. */
  private static int hex(String text, int from, StringBuilder out) throws EvaluationException {
    int at = from;
    int code = 0;
    while (at < text.length()
        && Character.digit(text.charAt(at), 16) >= 0
        && text.charAt(at) < 0x80) {
      code = code * 16 + Character.digit(text.charAt(at), 16);
      if (code > Character.MAX_CODE_POINT) {
        throw new EvaluationException("unescape: \\x stands for no character");
      }
      at++;
    }
    if (at == from) {
      throw new EvaluationException("unescape: \\x is followed by no hexadecimal digit");
    }
    if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
      throw new EvaluationException("unescape: \\x stands for half a character");
    }
    out.appendCodePoint(code);
    return at;
  }
}
