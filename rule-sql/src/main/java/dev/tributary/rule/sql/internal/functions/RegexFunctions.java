package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions, on characters. A match that takes too long is an error; it never holds the
 * thread.
 */
final class RegexFunctions {
  private static final int PATTERN_CHARS_MAX = 4_096;
  private static final int TEXT_CHARS_MAX = 64 * 1024;

  @FunctionalInterface
  private interface Use<T> {
    T of(Matcher matcher) throws EvaluationException;
  }

  private RegexFunctions() {}

  @RuleFunction(
      "Whether the regular expression matches somewhere in the text; ^ and $ bind it to the start and end. The syntax is that of Perl,"
          + " with look-around and back references; . and the length of matches count characters. A match that takes too many steps is an error.")
  @Example(value = "regex_match('abc123', '[a-z]+[0-9]{3}')", gives = "true")
  static boolean regexMatch(String text, String pattern) throws EvaluationException {
    return matching("regex_match", text, pattern, Matcher::find);
  }

  @RuleFunction(
      "The text with every match of the regular expression replaced. In the replacement & stands for the match and \\1 to \\9 for its groups;"
          + " \\& and \\\\ are the characters themselves.")
  @Example(value = "regex_replace('ab12', '[0-9]+', '<&>')", gives = "\"ab<12>\"")
  @Example(value = "regex_replace('k=v', '([a-z])=([a-z])', '\\2=\\1')", gives = "\"v=k\"")
  static String regexReplace(CallScope scope, String text, String pattern, String replacement)
      throws EvaluationException {
    return matching(
        "regex_replace", text, pattern, matcher -> replaced(scope, matcher, replacement));
  }

  @RuleFunction(
      "What the groups of the first match caught, as a list; empty if nothing matches or the pattern has no groups.")
  @Example(value = "regex_extract('k=v', '([a-z])=([a-z])')", gives = "[\"k\", \"v\"]")
  static List<Value> regexExtract(String text, String pattern) throws EvaluationException {
    return matching("regex_extract", text, pattern, RegexFunctions::groups);
  }

  private static <T> T matching(String function, String text, String pattern, Use<T> use)
      throws EvaluationException {
    if (text.length() > TEXT_CHARS_MAX || pattern.length() > PATTERN_CHARS_MAX) {
      throw new EvaluationException(
          function
              + ": at most "
              + TEXT_CHARS_MAX
              + " characters of text and "
              + PATTERN_CHARS_MAX
              + " of pattern");
    }
    try {
      return use.of(PcreSyntax.compile(pattern).matcher(new GuardedText(text)));
    } catch (PatternSyntaxException e) {
      throw new EvaluationException(
          function + ": pattern is no regular expression: " + e.getDescription());
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
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      char next = i + 1 < replacement.length() ? replacement.charAt(i + 1) : 0;
      if (c == '&') {
        append(scope, filled, match.group());
      } else if (c == '\\' && next >= '0' && next <= '9') {
        int group = next - '0';
        append(scope, filled, group <= match.groupCount() ? match.group(group) : null);
        i++;
      } else if (c == '\\' && (next == '&' || next == '\\')) {
        append(scope, filled, String.valueOf(next));
        i++;
      } else {
        append(scope, filled, String.valueOf(c));
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
