package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions, on characters. A match that takes too long is an error; it never holds the
 * thread.
 */
final class RegexFunctions {
  private static final int TEXT_CHARS_MAX = 64 * 1024;

  /** So that many matches in one rule, each within its limit, come to an end too. */
  private static final int LOOKS_PER_BYTE = 16;

  @FunctionalInterface
  private interface Use<T> {
    T of(Matcher matcher) throws EvaluationException;
  }

  /** What a replacement is made of: groups by number, escaped characters, the match, plain text. */
  private static final Pattern PART =
      Pattern.compile(
          "\\\\(?:([1-9]\\d{0,3})|g\\{?(\\d{1,4})}?|(.))|&|[^\\\\&]+|\\\\", Pattern.DOTALL);

  private RegexFunctions() {}

  @RuleFunction(
      "Whether the regular expression matches somewhere in the text; ^ and $ bind it to the start and end. The syntax is that of Perl,"
          + " with look-around and back references; . and the length of matches count characters. A match that takes too many steps is an error.")
  @Example(value = "regex_match('abc123', '[a-z]+[0-9]{3}')", gives = "true")
  static boolean regexMatch(CallScope scope, String text, CompiledPattern pattern)
      throws EvaluationException {
    return matching("regex_match", scope, text, pattern, Matcher::find);
  }

  @RuleFunction(
      "The text with every match of the regular expression replaced. In the replacement & stands for the match and \\1, \\2 or \\g{1} for its groups;"
          + " any other character after a backslash stands for itself.")
  @Example(value = "regex_replace('ab12', '[0-9]+', '<&>')", gives = "\"ab<12>\"")
  @Example(value = "regex_replace('k=v', '([a-z])=([a-z])', '\\2=\\1')", gives = "\"v=k\"")
  static String regexReplace(
      CallScope scope, String text, CompiledPattern pattern, String replacement)
      throws EvaluationException {
    return matching(
        "regex_replace", scope, text, pattern, matcher -> replaced(scope, matcher, replacement));
  }

  @RuleFunction(
      "What the groups of the first match caught, as a list; empty if nothing matches or the pattern has no groups.")
  @Example(value = "regex_extract('k=v', '([a-z])=([a-z])')", gives = "[\"k\", \"v\"]")
  static List<Value> regexExtract(CallScope scope, String text, CompiledPattern pattern)
      throws EvaluationException {
    return matching("regex_extract", scope, text, pattern, RegexFunctions::groups);
  }

  private static <T> T matching(
      String function, CallScope scope, String text, CompiledPattern pattern, Use<T> use)
      throws EvaluationException {
    if (text.length() > TEXT_CHARS_MAX) {
      throw new EvaluationException(
          function + ": at most " + TEXT_CHARS_MAX + " characters of text");
    }
    try {
      GuardedText guarded = new GuardedText(text, pattern.repetitions());
      T result = use.of(pattern.pattern().matcher(guarded));
      scope.charge(guarded.looks() / LOOKS_PER_BYTE);
      return result;
    } catch (GuardedText.TooCostly _) {
      throw new EvaluationException(function + ": the pattern takes too many steps on this text");
    } catch (StackOverflowError _) {
      // java.util.regex recurses over repeated groups and has no limit of its own.
      throw new EvaluationException(function + ": the pattern nests too deeply on this text");
    }
  }

  private static String replaced(CallScope scope, Matcher matcher, String replacement)
      throws EvaluationException {
    StringBuilder replaced = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(replaced, "");
      fill(scope, replaced, matcher, replacement);
    }
    return matcher.appendTail(replaced).toString();
  }

  /** Groups that did not take part are empty, those at the end are left out. */
  private static List<Value> groups(Matcher matcher) {
    if (!matcher.find()) {
      return List.of();
    }
    int last = matcher.groupCount();
    while (last > 0 && matcher.group(last) == null) {
      last--;
    }
    List<Value> groups = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      String group = matcher.group(i);
      groups.add(Value.of(group == null ? "" : group));
    }
    return groups;
  }

  private static void fill(
      CallScope scope, StringBuilder filled, MatchResult match, String replacement)
      throws EvaluationException {
    Matcher part = PART.matcher(replacement);
    while (part.find()) {
      String number = part.group(1) == null ? part.group(2) : part.group(1);
      if (number != null) {
        int group = Integer.parseInt(number);
        append(scope, filled, group <= match.groupCount() ? match.group(group) : null);
      } else if (part.group().equals("&")) {
        append(scope, filled, match.group());
      } else {
        append(scope, filled, part.group(3) == null ? part.group() : part.group(3));
      }
    }
  }

  /** Charged piece by piece, for a short replacement may repeat a long match many times. */
  private static void append(CallScope scope, StringBuilder filled, @Nullable String piece)
      throws EvaluationException {
    if (piece != null) {
      scope.charge(piece.length());
      filled.append(piece);
    }
  }
}
