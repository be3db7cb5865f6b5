package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Strings into parts, and parts into strings. */
final class PartsFunctions {
  private PartsFunctions() {}

  @RuleFunction(
      "The parts of the string between separators as a list, without empty ones. With the option 'leading' or 'trailing' only the first"
          + " or last separator counts; 'notrim', 'leading_notrim' and 'trailing_notrim' keep empty parts. An empty separator splits"
          + " nothing.")
  @Example(value = "split('a;b;;c', ';')", gives = "[\"a\", \"b\", \"c\"]")
  static List<Value> split(CallScope scope, String text, String separator)
      throws EvaluationException {
    return split(scope, text, separator, "all");
  }

  @RuleFunction
  @Example(value = "split('a;b;;c', ';', 'notrim')", gives = "[\"a\", \"b\", \"\", \"c\"]")
  static List<Value> split(CallScope scope, String text, String separator, String option)
      throws EvaluationException {
    Spelling.chargeSearch(scope, text, separator);
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
      "The parts between any of the separator characters, without empty ones. With the option 'nocrlf' line ends separate too.")
  @Example(value = "tokens('a b;c', ' ;')", gives = "[\"a\", \"b\", \"c\"]")
  static List<Value> tokens(String text, String separators) {
    BitSet separating = new BitSet();
    separators.codePoints().forEach(separating::set);
    List<Value> tokens = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (separating.get(c)) {
        addToken(tokens, text, start, at);
        start = at + Character.charCount(c);
      }
      at += Character.charCount(c);
    }
    addToken(tokens, text, start, at);
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
  static String concat(CallScope scope, Value.Array list) throws EvaluationException {
    return join(scope, list, "");
  }

  @RuleFunction
  @Example(value = "concat('a', 1)", gives = "\"a1\"")
  @Kind("string")
  static Value concat(CallScope scope, Value left, Value right) throws EvaluationException {
    Spelling.chargeContainer(scope, left);
    Spelling.chargeContainer(scope, right);
    return TextForm.concat(left, right);
  }

  @RuleFunction(
      "The values of a list, each as text, with a separator between them: ', ' if none is given.")
  @Example(value = "join_to_string(['a', 'b'])", gives = "\"a, b\"")
  static String joinToString(CallScope scope, Value.Array list) throws EvaluationException {
    return join(scope, list, ", ");
  }

  @RuleFunction
  @Example(value = "join_to_string('-', [1, 2])", gives = "\"1-2\"")
  static String joinToString(CallScope scope, String separator, Value.Array list)
      throws EvaluationException {
    return join(scope, list, separator);
  }

  private static String join(CallScope scope, Value.Array list, String separator)
      throws EvaluationException {
    scope.charge((long) list.size() * separator.length());
    Spelling.charge(scope, list);
    return String.join(separator, list.elements().stream().map(TextForm::string).toList());
  }

  private static void addToken(List<Value> tokens, String text, int from, int to) {
    if (from < to) {
      tokens.add(Value.of(text.substring(from, to)));
    }
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
}
