package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.util.Locale;

/**
 * Strings. Lengths and positions count what people see as characters: an emoji family is one.
 * Booleans are taken as strings, numbers are not.
 */
final class StringFunctions {
  private StringFunctions() {}

  @RuleFunction("The string with all letters in lower case, whatever language they belong to.")
  @Example(value = "lower('AbC')", gives = "\"abc\"")
  static String lower(String text) {
    // Java alone makes another letter of a sigma at the end of a word.
    return text.replace('Σ', 'σ').toLowerCase(Locale.ROOT);
  }

  @RuleFunction("The string with all letters in upper case; ß becomes SS.")
  @Example(value = "upper('straße')", gives = "\"STRASSE\"")
  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  @RuleFunction(
      "The string backwards; characters made of several codes, such as emoji families, stay whole.")
  @Example(value = "reverse('abc')", gives = "\"cba\"")
  static String reverse(String text) {
    return Graphemes.reversed(text);
  }

  @RuleFunction(
      "How many characters the string has, as people see them: an emoji family is one. For bytes see bytesize.")
  @Example(value = "strlen('cafe')", gives = "4")
  static long strlen(String text) {
    return Graphemes.count(text);
  }

  @RuleFunction("The string without blanks, tabs and line ends at its start and end.")
  @Example(value = "trim('  a b ')", gives = "\"a b\"")
  static String trim(String text) {
    return ltrim(rtrim(text));
  }

  @RuleFunction("The string without blanks, tabs and line ends at its start.")
  @Example(value = "ltrim('  a ')", gives = "\"a \"")
  static String ltrim(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  @RuleFunction(
      "The string without blanks, tabs and line ends at its end, or without repetitions of another text there.")
  @Example(value = "rtrim(' a  ')", gives = "\" a\"")
  static String rtrim(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  @RuleFunction
  @Example(value = "rtrim('abcxyxy', 'xy')", gives = "\"abc\"")
  static String rtrim(String text, String end) {
    int rest = text.length();
    while (!end.isEmpty() && text.startsWith(end, rest - end.length())) {
      rest -= end.length();
    }
    return text.substring(0, rest);
  }

  @RuleFunction(
      "The string without the prefix if it starts with it, else as it is. What is no string stays as it is; undefined is an error.")
  @Example(value = "rm_prefix('sensor/7', 'sensor/')", gives = "\"7\"")
  static Value rmPrefix(Value value, String prefix) throws EvaluationException {
    if (value instanceof Value.Undefined) {
      throw new EvaluationException("rm_prefix: value is undefined");
    }
    return value instanceof Value.Text text && text.string().startsWith(prefix)
        ? Value.of(text.string().substring(prefix.length()))
        : value;
  }

  @RuleFunction(
      "The characters from a position counted from 0 to the end, or so many of them. A position beyond the end gives an empty string;"
          + " a negative position or length is an error.")
  @Example(value = "substr('abcdef', 2)", gives = "\"cdef\"")
  static String substr(String text, long start) throws EvaluationException {
    return substr(text, start, Integer.MAX_VALUE);
  }

  @RuleFunction
  @Example(value = "substr('abcdef', 2, 3)", gives = "\"cde\"")
  static String substr(String text, long start, long length) throws EvaluationException {
    if (start < 0 || length < 0) {
      throw new EvaluationException("substr: start and length must not be negative");
    }
    return Graphemes.part(text, start, length);
  }

  @RuleFunction(
      "The string filled up with blanks, or with the given character, to a length in characters: at its end, or where the option"
          + " says: 'leading', 'trailing' or 'both' (the odd one at the end). A longer string stays as it is; a fill of several"
          + " characters counts as one.")
  @Example(value = "pad('ab', 5)", gives = "\"ab   \"")
  static String pad(CallScope scope, String text, long length) throws EvaluationException {
    return pad(scope, text, length, "trailing", Value.of(" "));
  }

  @RuleFunction
  @Example(value = "pad('ab', 5, 'leading')", gives = "\"   ab\"")
  static String pad(CallScope scope, String text, long length, String where)
      throws EvaluationException {
    return pad(scope, text, length, where, Value.of(" "));
  }

  @RuleFunction
  @Example(value = "pad('ab', 5, 'both', '-')", gives = "\"-ab--\"")
  static String pad(
      CallScope scope, String text, long length, String where, @Kind("string") Value character)
      throws EvaluationException {
    if (!(character instanceof Value.Text filler)) {
      throw new EvaluationException("pad: character must be a string");
    }
    long missing = Math.max(0, length - Graphemes.count(text));
    scope.charge(
        Math.multiplyExact(Math.min(missing, Integer.MAX_VALUE), Math.max(1, filler.size())));
    int before =
        switch (where) {
          case "leading" -> (int) missing;
          case "trailing" -> 0;
          case "both" -> (int) (missing / 2);
          default ->
              throw new EvaluationException("pad: where must be 'leading', 'trailing' or 'both'");
        };
    return filler.string().repeat(before) + text + filler.string().repeat((int) missing - before);
  }

  @RuleFunction(
      "The string with every occurrence of a text replaced, or only the first ('leading') or last ('trailing') one. Nothing is special"
          + " in either text; see regex_replace for patterns.")
  @Example(value = "replace('a.b.c', '.', '-')", gives = "\"a-b-c\"")
  static String replace(CallScope scope, String text, String what, String by)
      throws EvaluationException {
    return replace(scope, text, what, by, "all");
  }

  @RuleFunction
  @Example(value = "replace('a.b.c', '.', '-', 'leading')", gives = "\"a-b.c\"")
  static String replace(CallScope scope, String text, String what, String by, String where)
      throws EvaluationException {
    if (what.isEmpty()) {
      return text;
    }
    Spelling.chargeSearch(scope, text, what);
    return switch (where) {
      case "all" -> replacedAll(scope, text, what, by);
      case "leading" -> replacedAt(text, text.indexOf(what), what, by);
      case "trailing" -> replacedAt(text, text.lastIndexOf(what), what, by);
      default ->
          throw new EvaluationException("replace: where must be 'all', 'leading' or 'trailing'");
    };
  }

  @RuleFunction(
      "The rest of the string from the first ('leading') or last ('trailing') occurrence; empty if there is none.")
  @Example(value = "find('a.b.c', '.')", gives = "\".b.c\"")
  static String find(CallScope scope, String text, String what) throws EvaluationException {
    return find(scope, text, what, "leading");
  }

  @RuleFunction
  @Example(value = "find('a.b.c', '.', 'trailing')", gives = "\".c\"")
  static String find(CallScope scope, String text, String what, String where)
      throws EvaluationException {
    Spelling.chargeSearch(scope, text, what);
    int at =
        switch (where) {
          case "leading" -> text.indexOf(what);
          case "trailing" -> what.isEmpty() ? 0 : text.lastIndexOf(what);
          default -> throw new EvaluationException("find: where must be 'leading' or 'trailing'");
        };
    return at < 0 ? "" : text.substring(at);
  }

  @RuleFunction("The first byte of the string as a number; an empty string is an error.")
  @Example(value = "ascii('a')", gives = "97")
  static long ascii(byte[] text) throws EvaluationException {
    if (text.length == 0) {
      throw new EvaluationException("ascii: text must not be empty");
    }
    return text[0] & 0xFF;
  }

  @RuleFunction(
      "The string with its escape sequences carried out: \\n \\t \\r \\b \\f \\v \\a \\\\ \\' \\\" \\? and \\x with the hexadecimal code of a character."
          + " Any other is an error. SQL itself has none, so split(payload, unescape('\\n')) splits lines.")
  @Example(value = "unescape('a\\tb')", gives = "\"a\\tb\"")
  static String unescape(String text) throws EvaluationException {
    return Escapes.unescaped(text);
  }

  private static String replacedAll(CallScope scope, String text, String what, String by)
      throws EvaluationException {
    StringBuilder replaced = new StringBuilder();
    int start = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, start)) {
      scope.charge(by.length());
      replaced.append(text, start, at).append(by);
      start = at + what.length();
    }
    return replaced.append(text, start, text.length()).toString();
  }

  private static String replacedAt(String text, int at, String what, String by) {
    return at < 0 ? text : text.substring(0, at) + by + text.substring(at + what.length());
  }

  private static boolean isSpace(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == 0x85
        || c == 0x200E
        || c == 0x200F
        || c == 0x2028
        || c == 0x2029;
  }
}
