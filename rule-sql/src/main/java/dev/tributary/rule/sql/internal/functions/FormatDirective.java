package dev.tributary.rule.sql.internal.functions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;

/**
 * One directive of a format as it was written, such as {@code ~-10.2.0f}.
 *
 * @param function whose format it is, for errors
 * @param kind the letter that says how the argument is written
 * @param width columns of the field, {@link #NONE} if not given
 * @param left whether the field is filled up at its end
 * @param precision {@link #NONE} if not given
 * @param fill the character that fills the field
 * @param unicode whether bytes are read as UTF-8 (modifier t)
 * @param plainLists whether lists of codes are never strings (modifier l)
 */
record FormatDirective(
    String function,
    char kind,
    int width,
    boolean left,
    int precision,
    int fill,
    boolean unicode,
    boolean plainLists) {
  static final int NONE = -1;

  private static final int DIGITS_DEFAULT = 6;
  private static final int BASE_DEFAULT = 10;

  /** How many decimals or digits of a float are wanted. */
  int digits(int least) throws EvaluationException {
    int digits = precision == NONE ? DIGITS_DEFAULT : precision;
    if (digits < least) {
      throw wrong("needs a precision of at least " + least);
    }
    return digits;
  }

  int base() throws EvaluationException {
    int base = precision == NONE ? BASE_DEFAULT : precision;
    if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
      throw wrong("needs a base (its precision) of 2 to 36");
    }
    return base;
  }

  /** A term in its field: what does not fit becomes stars. */
  String field(String text) {
    return width == NONE ? text : field(text, width);
  }

  /** A term whose precision is the widest it may get. */
  String termField(String text) {
    int room = width == NONE ? precision : width;
    if (room == NONE) {
      return text;
    }
    return field(text, precision == NONE ? room : Math.min(precision, room), room);
  }

  /** A string in its field: what does not fit is cut. */
  String stringField(String text) throws EvaluationException {
    if (precision != NONE && width != NONE && width < precision) {
      throw wrong("has a precision greater than its width");
    }
    if (precision != NONE && width == NONE) {
      return fitted(text, precision, true);
    }
    String cut = precision == NONE ? text : fitted(text, precision, left);
    return width == NONE ? cut : fitted(cut, width, left);
  }

  /** The character as often as the precision says, in its field. */
  String repeated(int code) throws EvaluationException {
    String one = Character.toString(code);
    if (precision == NONE) {
      return one.repeat(width == NONE ? 1 : width);
    }
    if (width != NONE && width < precision) {
      throw wrong("has a precision greater than its width");
    }
    String run = one.repeat(precision);
    return width == NONE ? run : adjusted(run, width - precision);
  }

  /** The characters of a string or of a list of codes and strings. */
  String characters(Value argument) throws EvaluationException {
    return switch (argument) {
      case Value.Text text -> text.string();
      case Value.Array list -> {
        StringBuilder spelled = new StringBuilder();
        for (Value element : list.elements()) {
          if (element instanceof Value.Int(long code) && code >= 0 && code <= 0x10FFFF) {
            spelled.appendCodePoint((int) code);
          } else {
            spelled.append(characters(element));
          }
        }
        yield spelled.toString();
      }
      default -> bytes(argument);
    };
  }

  /** The bytes of a string, each as a character. */
  String bytes(Value argument) throws EvaluationException {
    return switch (argument) {
      case Value.Text text -> new String(text.bytes(), ISO_8859_1);
      case Value.Bool _, Value.Null _, Value.Undefined _ -> TermText.scalar(argument);
      case Value.Array list -> {
        StringBuilder spelled = new StringBuilder();
        for (Value element : list.elements()) {
          if (element instanceof Value.Int(long code) && code >= 0 && code <= 0xFF) {
            spelled.append((char) code);
          } else if (element instanceof Value.Text || element instanceof Value.Array) {
            spelled.append(bytes(element));
          } else {
            throw takes("a string or a list of bytes and strings", element);
          }
        }
        yield spelled.toString();
      }
      default -> throw takes("a string (~p takes any value)", argument);
    };
  }

  EvaluationException takes(String wanted, Value argument) {
    return takes(function, String.valueOf(kind), wanted, argument);
  }

  static EvaluationException takes(
      String function, String directive, String wanted, Value argument) {
    return new EvaluationException(
        function
            + ": ~"
            + directive
            + " takes "
            + wanted
            + ", but is given "
            + Kinds.describe(argument));
  }

  EvaluationException wrong(String problem) {
    return new EvaluationException(function + ": ~" + kind + " " + problem);
  }

  private String field(String text, int room) {
    return field(text, room, room);
  }

  private String field(String text, int widest, int room) {
    long length = length(text);
    return length > widest
        ? adjusted("*".repeat(widest), room - widest)
        : adjusted(text, (int) (room - length));
  }

  private String fitted(String text, int room, boolean toLeft) {
    long length = length(text);
    if (length > room) {
      return unicode ? Graphemes.part(text, 0, room) : text.substring(0, room);
    }
    String padding = Character.toString(fill).repeat((int) (room - length));
    return toLeft ? text + padding : padding + text;
  }

  private String adjusted(String text, int missing) {
    String padding = Character.toString(fill).repeat(missing);
    return left ? text + padding : padding + text;
  }

  private long length(String text) {
    return unicode ? Graphemes.count(text) : text.length();
  }
}
