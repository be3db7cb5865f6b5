package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Regular expressions. {@code java.util.regex} takes the place of the interpreter's engine, because
 * it looks at the text through something that counts.
 */
final class Regex {
  private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<([A-Za-z_]\\w*)>");

  private static final int EXPRESSION_CHARS_MAX = 4096;
  private static final int REPETITIONS_MAX = 100_000;
  private static final int STEPS_TO_COMPILE = 8;
  private static final int CHARS_PER_STEP = 64;

  /** A compiled expression; names of groups are by number. */
  private record Compiled(
      Pattern pattern, long repetitions, Map<Integer, String> names, boolean all, boolean filled) {
    boolean takes(Matcher match) {
      return !filled || match.end() > match.start();
    }
  }

  private Regex() {}

  static void define(Definitions definitions) {
    definitions.raw(
        "_match_impl",
        3,
        (scope, arguments, in, _, output, _) -> {
          boolean asks = Nodes.isTrue(one(arguments.get(2), scope, in));
          Output onExpression =
              expression -> {
                Output onFlags =
                    flags -> {
                      Compiled compiled = compiled(expression, flags);
                      output.emit(
                          asks ? Nodes.truth(found(compiled, in)) : matches(compiled, in), null);
                    };
                arguments.get(1).apply(scope, in, onFlags);
              };
          arguments.getFirst().apply(scope, in, onExpression);
        });
    definitions.raw(
        "_sub_impl",
        3,
        (scope, arguments, in, _, output, _) -> {
          Output onExpression =
              expression -> {
                Output onFlags =
                    flags ->
                        replace(compiled(expression, flags), arguments.get(1), scope, in, output);
                arguments.get(2).apply(scope, in, onFlags);
              };
          arguments.getFirst().apply(scope, in, onExpression);
        });
    definitions.written(
        "capture",
        "match(re; flags) | [.captures[] | select(.name != null) | {key: .name, value: .string}]"
            + " | from_entries",
        "re",
        "flags");
    definitions.written("scan", "scan(re; null)", "re");
    definitions.written(
        "scan",
        "match(re; \"g\" + flags) | if .captures == [] then .string else [.captures[].string] end",
        "re",
        "flags");
    definitions.written("splits", "split($re; flags) | .[]", "$re", "flags");
    definitions.written("splits", "splits($re; null)", "$re");
    definitions.withTwo("split", Regex::split);
  }

  private static JsonNode one(Expression expression, Scope scope, JsonNode in)
      throws JsonQueryException {
    JsonNode first = First.of(expression, scope, in);
    return first == null ? Nodes.nothing() : first;
  }

  private static Compiled compiled(JsonNode expression, JsonNode flags) throws JsonQueryException {
    if (!expression.isTextual()) {
      throw Texts.error(Texts.shown(expression) + " cannot be matched, as it is not a string");
    }
    if (!flags.isTextual() && !flags.isNull()) {
      throw Texts.error(Texts.shown(flags) + " is not a string");
    }
    String letters = flags.isNull() ? "" : flags.textValue();
    int options = 0;
    for (int i = 0; i < letters.length(); i++) {
      options |= option(letters.charAt(i), letters);
    }
    Map<Integer, String> names = new TreeMap<>();
    int length = expression.textValue().length();
    if (length > EXPRESSION_CHARS_MAX) {
      throw new LimitException(
          "a regular expression has " + length + " characters, of at most " + EXPRESSION_CHARS_MAX);
    }
    long repetitions = RepeatedGroups.times(expression.textValue());
    if (repetitions > REPETITIONS_MAX) {
      throw new LimitException(
          "a regular expression repeats groups "
              + repetitions
              + " times, of at most "
              + REPETITIONS_MAX);
    }
    // To compile an expression takes longer than to look at a text of its length.
    Budget.current().charge(STEPS_TO_COMPILE + length);
    try {
      Pattern pattern = Pattern.compile(renamed(expression.textValue()), options);
      List<String> given =
          GROUP_NAME.matcher(expression.textValue()).results().map(name -> name.group(1)).toList();
      pattern
          .namedGroups()
          .forEach((name, number) ->
              names.put(number, given.get(Integer.parseInt(name, 1, name.length(), 10))));
      return new Compiled(
          pattern, repetitions, names, letters.contains("g"), letters.contains("n"));
    } catch (PatternSyntaxException e) {
      throw Texts.error(
          expression.textValue() + " (at offset 0) is not a valid regex: " + e.getDescription());
    }
  }

  /** Java allows only letters and digits in names of groups, so they are numbered. */
  private static String renamed(String expression) {
    int[] count = {0};
    return GROUP_NAME.matcher(expression).replaceAll(_ -> "(?<g" + count[0]++ + ">");
  }

  private static int option(char letter, String flags) throws JsonQueryException {
    return switch (letter) {
      case 'g', 'n', 'l', 's' -> 0;
      case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      case 'x' -> Pattern.COMMENTS;
      case 'p' -> Pattern.DOTALL;
      default -> throw Texts.error(flags + " is not a valid modifier string");
    };
  }

  private static Matcher matcher(Compiled compiled, JsonNode in) throws JsonQueryException {
    if (!in.isTextual()) {
      throw Texts.error(Texts.shown(in) + " cannot be matched, as it is not a string");
    }
    return compiled
        .pattern()
        .matcher(new Looked(in.textValue(), Budget.current(), compiled.repetitions()));
  }

  private static boolean found(Compiled compiled, JsonNode in) throws JsonQueryException {
    Matcher matcher = matcher(compiled, in);
    while (matcher.find()) {
      if (compiled.takes(matcher)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode matches(Compiled compiled, JsonNode in) throws JsonQueryException {
    Matcher matcher = matcher(compiled, in);
    Positions positions = new Positions(in.textValue());
    ArrayNode matches = Nodes.list();
    boolean more = true;
    while (more && matcher.find()) {
      if (compiled.takes(matcher)) {
        matches.add(match(compiled, matcher, positions));
        more = compiled.all();
      }
    }
    return matches;
  }

  private static JsonNode match(Compiled compiled, Matcher matcher, Positions positions) {
    ObjectNode match = group(matcher, 0, positions);
    ArrayNode captures = match.putArray("captures");
    for (int i = 1; i <= matcher.groupCount(); i++) {
      captures.add(group(matcher, i, positions).put("name", compiled.names().get(i)));
    }
    return match;
  }

  private static ObjectNode group(Matcher matcher, int number, Positions positions) {
    ObjectNode group = Nodes.object();
    int start = matcher.start(number);
    if (start < 0) {
      return group.put("offset", -1).put("length", 0).putNull("string");
    }
    String caught = matcher.group(number);
    Budget.current().charge(1 + caught.length() / CHARS_PER_STEP);
    return group
        .put("offset", positions.of(start))
        .put("length", caught.codePointCount(0, caught.length()))
        .put("string", caught);
  }

  /** Every combination of what the replacement gives for each match is a result. */
  private static void replace(
      Compiled compiled, Expression replacement, Scope scope, JsonNode in, PathOutput output)
      throws JsonQueryException {
    Matcher matcher = matcher(compiled, in);
    List<StringBuilder> made = List.of(new StringBuilder());
    int from = 0;
    boolean more = true;
    while (more && matcher.find()) {
      if (compiled.takes(matcher)) {
        String before = in.textValue().substring(from, matcher.start());
        made = extended(made, before, replacements(compiled, matcher, replacement, scope));
        from = matcher.end();
        more = compiled.all();
      }
    }
    String rest = in.textValue().substring(from);
    for (StringBuilder text : made) {
      Budget.current().text((long) text.length() + rest.length());
      output.emit(Nodes.text(text.append(rest).toString()), null);
    }
  }

  private static List<String> replacements(
      Compiled compiled, Matcher matcher, Expression replacement, Scope scope)
      throws JsonQueryException {
    ObjectNode captures = Nodes.object();
    compiled.names().forEach((number, name) -> captures.put(name, matcher.group(number)));
    List<String> replacements = new ArrayList<>();
    Output onReplacement =
        text -> {
          if (!text.isTextual()) {
            throw Texts.error(Texts.shown(captures) + " cannot be added to a string");
          }
          replacements.add(text.textValue());
        };
    replacement.apply(scope, captures, onReplacement);
    return replacements;
  }

  /** Each text so far with what is before the match, and each of its replacements. */
  private static List<StringBuilder> extended(
      List<StringBuilder> made, String before, List<String> with) {
    List<StringBuilder> extended = new ArrayList<>();
    for (String end : with) {
      for (StringBuilder start : made) {
        int added = before.length() + end.length();
        StringBuilder text = start;
        if (with.size() > 1) {
          Budget.current().charge(1 + start.length() / CHARS_PER_STEP);
          text = new StringBuilder(start);
        }
        Budget.current().text((long) start.length() + added);
        Budget.current().charge(1 + added / CHARS_PER_STEP);
        extended.add(text.append(before).append(end));
      }
    }
    return extended;
  }

  private static JsonNode split(JsonNode in, JsonNode expression, JsonNode flags)
      throws JsonQueryException {
    Compiled compiled = compiled(expression, flags);
    Matcher matcher = matcher(compiled, in);
    ArrayNode parts = Nodes.list();
    int from = 0;
    while (matcher.find()) {
      parts.add(in.textValue().substring(from, matcher.start()));
      from = matcher.end();
    }
    return parts.add(in.textValue().substring(from));
  }
}
