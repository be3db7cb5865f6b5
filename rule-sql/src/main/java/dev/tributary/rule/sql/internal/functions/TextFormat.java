package dev.tributary.rule.sql.internal.functions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * A format being filled with arguments, in the directives of Erlang's io_lib: {@code
 * ~width.precision.fill} and a letter. Works on bytes, so that strings pass unchanged whatever they
 * hold; with the modifier t a directive works on characters. Used once, by one thread.
 */
final class TextFormat {
  private static final int LINE_LENGTH = 80;
  private static final int TAB = 8;
  private static final int NUMBER_DIGITS_MAX = 9;

  private final String function;
  private final CallScope scope;
  private final String format;
  private final List<Value> arguments;
  private final ByteArrayOutputStream filled = new ByteArrayOutputStream();
  private int at;
  private int used;
  private int column;

  private TextFormat(String function, CallScope scope, byte[] format, List<Value> arguments) {
    this.function = function;
    this.scope = scope;
    this.format = new String(format, ISO_8859_1);
    this.arguments = arguments;
  }

  static byte[] filled(String function, CallScope scope, byte[] format, List<Value> arguments)
      throws EvaluationException {
    TextFormat text = new TextFormat(function, scope, format, arguments);
    text.fill();
    return text.filled.toByteArray();
  }

  private void fill() throws EvaluationException {
    while (at < format.length()) {
      int tilde = format.indexOf('~', at);
      String plain = format.substring(at, tilde < 0 ? format.length() : tilde);
      emit(plain, false);
      at += plain.length();
      if (tilde >= 0) {
        at++;
        directive();
      }
    }
    if (used < arguments.size()) {
      throw new EvaluationException(
          function
              + ": the format has directives for "
              + used
              + " arguments, but there are "
              + arguments.size());
    }
  }

  private void directive() throws EvaluationException {
    FormatDirective directive = read();
    scope.charge(
        Math.max(0, directive.width())
            + Math.max(0, directive.kind() == 'p' ? 0 : directive.precision()));
    switch (directive.kind()) {
      case 's' -> string(directive, argument(directive));
      case 'p' -> pretty(directive, argument(directive), FormatDirective.NONE);
      case 'P' -> pretty(directive, argument(directive), depth(directive));
      case 'w' -> term(directive, argument(directive), TermText.UNLIMITED);
      case 'W' -> term(directive, argument(directive), depth(directive));
      case 'e', 'f', 'g' -> emit(directive.field(real(directive)), false);
      case 'b', 'B' -> integer(directive, integer(directive), "");
      case 'x', 'X' -> {
        BigInteger number = integer(directive);
        integer(directive, number, directive.bytes(argument(directive)));
      }
      case '+', '#' -> integer(directive, integer(directive), directive.base() + "#");
      case 'c' -> character(directive, argument(directive));
      case '~' -> emit(directive.repeated('~'), false);
      case 'n' -> emit("\n".repeat(directive.width() < 0 ? 1 : directive.width()), false);
      case 'i' -> argument(directive);
      default ->
          throw new EvaluationException(
              function
                  + ": the format has an unknown directive; known are ~s ~p ~w ~b ~B ~x ~X ~+ ~# ~f ~e ~g ~c ~n ~i ~~");
    }
  }

  private FormatDirective read() throws EvaluationException {
    boolean left = peek() == '-';
    at += left ? 1 : 0;
    int width = number();
    if (left && width == FormatDirective.NONE) {
      throw new EvaluationException(function + ": ~- needs a width");
    }
    if (width < FormatDirective.NONE) {
      left = !left;
      width = -width;
    }
    int precision = FormatDirective.NONE;
    int fill = ' ';
    if (peek() == '.') {
      at++;
      precision = number();
      if (peek() == '.') {
        at++;
        fill = fillCharacter();
      }
    }
    boolean unicode = false;
    boolean plainLists = false;
    while (peek() == 't' || peek() == 'l' || peek() == 'k') {
      unicode |= peek() == 't';
      plainLists |= peek() == 'l';
      at++;
    }
    return new FormatDirective(function, next(), width, left, precision, fill, unicode, plainLists);
  }

  private char peek() {
    return at < format.length() ? format.charAt(at) : 0;
  }

  private char next() throws EvaluationException {
    if (at == format.length()) {
      throw new EvaluationException(
          function + ": the format ends within a directive; a tilde itself is written ~~");
    }
    return format.charAt(at++);
  }

  /** Digits, or a star that takes an argument. */
  private int number() throws EvaluationException {
    if (peek() == '*') {
      at++;
      return small("*");
    }
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at - start > NUMBER_DIGITS_MAX) {
      throw new EvaluationException(function + ": a width or precision is too large");
    }
    return at == start ? FormatDirective.NONE : Integer.parseInt(format.substring(start, at));
  }

  private int fillCharacter() throws EvaluationException {
    if (peek() != '*') {
      return next();
    }
    at++;
    return small("*");
  }

  private int small(String directive) throws EvaluationException {
    Value argument = argument(directive);
    if (argument instanceof Value.Int(long number) && Math.abs(number) < 1_000_000_000) {
      return (int) number;
    }
    throw FormatDirective.takes(function, directive, "an integer below 1000000000", argument);
  }

  private Value argument(FormatDirective directive) throws EvaluationException {
    return argument(String.valueOf(directive.kind()));
  }

  private Value argument(String directive) throws EvaluationException {
    if (used == arguments.size()) {
      throw new EvaluationException(
          function
              + ": there is no argument for ~"
              + directive
              + "; the format has directives for more than "
              + used);
    }
    Value argument = arguments.get(used++);
    Spelling.chargeContainer(scope, argument);
    return argument;
  }

  private BigInteger integer(FormatDirective directive) throws EvaluationException {
    Value argument = argument(directive);
    return switch (argument) {
      case Value.Int(long number) -> BigInteger.valueOf(number);
      case Value.BigInt(BigInteger number) -> number;
      default -> throw directive.takes("an integer", argument);
    };
  }

  private void integer(FormatDirective directive, BigInteger number, String prefix)
      throws EvaluationException {
    String digits = number.abs().toString(directive.base());
    boolean upper = "BX#".indexOf(directive.kind()) >= 0;
    String written =
        (number.signum() < 0 ? "-" : "")
            + prefix
            + (upper ? digits.toUpperCase(Locale.ROOT) : digits);
    emit(directive.field(written), directive.unicode());
  }

  private String real(FormatDirective directive) throws EvaluationException {
    Value argument = argument(directive);
    if (!(argument instanceof Value.Float(double number))) {
      throw directive.takes("a float (float() makes one of an integer)", argument);
    }
    return switch (directive.kind()) {
      case 'e' -> FloatDigits.scientific(number, directive.digits(2));
      case 'f' -> FloatDigits.fixed(number, directive.digits(1));
      default -> FloatDigits.general(number, directive.digits(1));
    };
  }

  private void string(FormatDirective directive, Value argument) throws EvaluationException {
    if (directive.unicode()) {
      emit(directive.stringField(directive.characters(argument)), true);
    } else {
      emit(directive.stringField(directive.bytes(argument)), false);
    }
  }

  private void character(FormatDirective directive, Value argument) throws EvaluationException {
    if (!(argument instanceof Value.Int(long code)) || code < 0 || code > 0x10FFFF) {
      throw directive.takes("a character code", argument);
    }
    int written = (int) (directive.unicode() ? code : code & 0xFF);
    emit(directive.repeated(written), directive.unicode());
  }

  private void term(FormatDirective directive, Value argument, int depth)
      throws EvaluationException {
    emit(directive.termField(TermText.of(argument, depth)), false);
  }

  /** A width is the length of lines, a precision the column to start from. */
  private void pretty(FormatDirective directive, Value argument, int depth)
      throws EvaluationException {
    if (directive.left()) {
      throw directive.wrong("cannot be justified to the left");
    }
    if (depth >= 0) {
      term(directive, argument, depth);
      return;
    }
    int start = directive.precision() < 0 ? column + 1 : Math.max(1, directive.precision());
    int lineLength = directive.width() < 0 ? LINE_LENGTH : directive.width();
    TermLayout.Style style = new TermLayout.Style(directive.unicode(), !directive.plainLists());
    emit(TermLayout.of(argument, style, start, lineLength), directive.unicode());
  }

  private int depth(FormatDirective directive) throws EvaluationException {
    return Math.max(TermText.UNLIMITED, small(String.valueOf(directive.kind())));
  }

  private void emit(String text, boolean unicode) throws EvaluationException {
    byte[] bytes = text.getBytes(unicode ? UTF_8 : ISO_8859_1);
    scope.charge(bytes.length);
    filled.writeBytes(bytes);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      column = c == '\n' ? 0 : c == '\t' ? (column / TAB + 1) * TAB : column + 1;
    }
  }
}
