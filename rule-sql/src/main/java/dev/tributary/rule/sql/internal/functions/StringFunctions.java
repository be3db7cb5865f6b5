package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * Strings. Lengths and positions count what people see as characters: an emoji family is one.
 * Booleans are taken as strings, numbers are not.
 */
final class StringFunctions {
  private StringFunctions() {}

  @RuleFunction("In lower case.")
  @Example(value = "lower('AbC')", gives = "\"abc\"")
  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  @RuleFunction("In upper case.")
  @Example(value = "upper('straße')", gives = "\"STRASSE\"")
  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  @RuleFunction("Backwards.")
  @Example(value = "reverse('abc')", gives = "\"cba\"")
  static String reverse(String text) {
    return Graphemes.reversed(text);
  }

  @RuleFunction("How many characters the string has.")
  @Example(value = "strlen('cafe')", gives = "4")
  static long strlen(String text) {
    return Graphemes.count(text);
  }

  @RuleFunction("Without white space at both ends.")
  @Example(value = "trim('  a b ')", gives = "\"a b\"")
  static String trim(String text) {
    return ltrim(rtrim(text));
  }

  @RuleFunction("Without white space at the start.")
  @Example(value = "ltrim('  a ')", gives = "\"a \"")
  static String ltrim(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  @RuleFunction("Without white space, or without repetitions of a text, at the end.")
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
    String rest = text;
    while (!end.isEmpty() && rest.endsWith(end)) {
      rest = rest.substring(0, rest.length() - end.length());
    }
    return rest;
  }

  @RuleFunction("Without the prefix, if it starts with it. What is no string stays as it is.")
  @Example(value = "rm_prefix('sensor/7', 'sensor/')", gives = "\"7\"")
  static Value rmPrefix(Value value, String prefix) throws EvaluationException {
    if (value instanceof Value.Undefined) {
      throw new EvaluationException("rm_prefix: value is undefined");
    }
    return value instanceof Value.Text text && text.string().startsWith(prefix)
        ? Value.of(text.string().substring(prefix.length()))
        : value;
  }

  @RuleFunction("The characters from a position, counted from 0, all or so many.")
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
      "The parts between separators, without empty ones. The option says which separators count and whether empty parts stay:"
          + " 'notrim', 'leading', 'leading_notrim', 'trailing' or 'trailing_notrim'.")
  @Example(value = "split('a;b;;c', ';')", gives = "[\"a\", \"b\", \"c\"]")
  static List<Value> split(String text, String separator) throws EvaluationException {
    return split(text, separator, "all");
  }

  @RuleFunction
  @Example(value = "split('a;b;;c', ';', 'notrim')", gives = "[\"a\", \"b\", \"\", \"c\"]")
  static List<Value> split(String text, String separator, String option)
      throws EvaluationException {
    List<String> parts =
        switch (option) {
          case "all", "notrim" -> allParts(text, separator);
          case "leading", "leading_notrim" -> twoParts(text, separator, text.indexOf(separator));
          case "trailing", "trailing_notrim" ->
              twoParts(text, separator, text.lastIndexOf(separator));
          default ->
              throw new EvaluationException(
                  "split: option must be 'notrim', 'leading', 'leading_notrim', 'trailing' or 'trailing_notrim'");
        };
    boolean keepEmpty = option.endsWith("notrim");
    return parts.stream()
        .filter(part -> keepEmpty || !part.isEmpty())
        .<Value>map(Value::of)
        .toList();
  }

  @RuleFunction(
      "The parts between any of the separator characters, without empty ones. With 'nocrlf' line ends separate too.")
  @Example(value = "tokens('a b;c', ' ;')", gives = "[\"a\", \"b\", \"c\"]")
  static List<Value> tokens(String text, String separators) {
    List<Value> tokens = new ArrayList<>();
    StringTokenizer tokenizer = new StringTokenizer(text, separators);
    while (tokenizer.hasMoreTokens()) {
      tokens.add(Value.of(tokenizer.nextToken()));
    }
    return tokens;
  }

  @RuleFunction
  @Example(value = "tokens('a b', ' ', 'nocrlf')", gives = "[\"a\", \"b\"]")
  static List<Value> tokens(String text, String separators, String option)
      throws EvaluationException {
    if (!option.equals("nocrlf")) {
      throw new EvaluationException("tokens: option must be 'nocrlf'");
    }
    return tokens(text, separators + "\r\n");
  }

  @RuleFunction(
      "Two values, or all of a list, as one string. Numbers are written as str() writes them.")
  @Example(value = "concat(['a', 1, true])", gives = "\"a1true\"")
  static String concat(Value.Array list) {
    StringBuilder joined = new StringBuilder();
    for (Value value : list.elements()) {
      joined.append(TextForm.string(value));
    }
    return joined.toString();
  }

  @RuleFunction
  @Example(value = "concat('a', 1)", gives = "\"a1\"")
  static Value concat(Value left, Value right) {
    return TextForm.concat(left, right);
  }

  @RuleFunction(
      "Filled up with blanks, or with the given character, to a length: at the end, or where the option 'leading', 'trailing' or 'both' says.")
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
  static String pad(CallScope scope, String text, long length, String where, Value character)
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
      "With every occurrence of a text replaced, or only the 'leading' or 'trailing' one.")
  @Example(value = "replace('a.b.c', '.', '-')", gives = "\"a-b-c\"")
  static String replace(String text, String what, String by) throws EvaluationException {
    return replace(text, what, by, "all");
  }

  @RuleFunction
  @Example(value = "replace('a.b.c', '.', '-', 'leading')", gives = "\"a-b.c\"")
  static String replace(String text, String what, String by, String where)
      throws EvaluationException {
    if (what.isEmpty()) {
      return text;
    }
    return switch (where) {
      case "all" -> text.replace(what, by);
      case "leading" -> replacedAt(text, text.indexOf(what), what, by);
      case "trailing" -> replacedAt(text, text.lastIndexOf(what), what, by);
      default ->
          throw new EvaluationException("replace: where must be 'all', 'leading' or 'trailing'");
    };
  }

  @RuleFunction(
      "The rest of the string from the first ('leading') or last ('trailing') occurrence; empty if there is none.")
  @Example(value = "find('a.b.c', '.')", gives = "\".b.c\"")
  static String find(String text, String what) throws EvaluationException {
    return find(text, what, "leading");
  }

  @RuleFunction
  @Example(value = "find('a.b.c', '.', 'trailing')", gives = "\".c\"")
  static String find(String text, String what, String where) throws EvaluationException {
    int at =
        switch (where) {
          case "leading" -> text.indexOf(what);
          case "trailing" -> what.isEmpty() ? 0 : text.lastIndexOf(what);
          default -> throw new EvaluationException("find: where must be 'leading' or 'trailing'");
        };
    return at < 0 ? "" : text.substring(at);
  }

  @RuleFunction("The first byte of the string as a number.")
  @Example(value = "ascii('a')", gives = "97")
  static long ascii(byte[] text) throws EvaluationException {
    if (text.length == 0) {
      throw new EvaluationException("ascii: text must not be empty");
    }
    return text[0] & 0xFF;
  }

  @RuleFunction("The values of a list as one string, with a separator, which is ', ' if not given.")
  @Example(value = "join_to_string(['a', 'b'])", gives = "\"a, b\"")
  static String joinToString(Value.Array list) {
    return join(list, ", ");
  }

  @RuleFunction
  @Example(value = "join_to_string('-', [1, 2])", gives = "\"1-2\"")
  static String joinToString(String separator, Value.Array list) {
    return join(list, separator);
  }

  @RuleFunction("A string with its escape sequences carried out: \\n, \\t, \\x41 and so on.")
  @Example(value = "unescape('a\\tb')", gives = "\"a\\tb\"")
  static String unescape(String text) throws EvaluationException {
    return Escapes.unescaped(text);
  }

  private static String join(Value.Array list, String separator) {
    return String.join(separator, list.elements().stream().map(TextForm::string).toList());
  }

  private static List<String> allParts(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int at = separator.isEmpty() ? -1 : text.indexOf(separator);
    while (at >= 0) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
      at = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<String> twoParts(String text, String separator, int at) {
    return at < 0 || separator.isEmpty()
        ? List.of(text)
        : List.of(text.substring(0, at), text.substring(at + separator.length()));
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
