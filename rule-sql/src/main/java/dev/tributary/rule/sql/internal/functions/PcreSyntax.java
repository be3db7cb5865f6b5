package dev.tributary.rule.sql.internal.functions;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns as users write them, in the syntax of PCRE, as Java wants them. Most of the two is the
 * same; this knows what is not: POSIX classes, brackets and ampersands inside a class, braces that
 * are no quantifier, comments, names of groups with underscores, and options at the start.
 */
final class PcreSyntax {
  /** As in PCRE. */
  private static final int TIMES_MAX = 65_535;

  private static final Pattern OPTIONS =
      Pattern.compile("\\(\\*(UTF8?|UCP|ANYCRLF|LF|CRLF|CR|ANY|NO_START_OPT)\\)");
  private static final Pattern QUANTIFIER = Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");
  private static final Pattern NAMED =
      Pattern.compile("\\(\\?P?(?:<([A-Za-z_]\\w*)>|'([A-Za-z_]\\w*)')");
  private static final Pattern REFERENCE =
      Pattern.compile("\\(\\?P=([A-Za-z_]\\w*)\\)|\\\\k(?:<(\\w+)>|\\{(\\w+)}|'(\\w+)')");
  private static final Pattern NUMBERED = Pattern.compile("\\\\g(?:\\{(\\d+)}|(\\d))");
  private static final Pattern POSIX = Pattern.compile("\\[:(\\^?)([a-z]+):]");

  private static final Map<String, String> POSIX_CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "a-zA-Z"),
          Map.entry("digit", "0-9"),
          Map.entry("alnum", "a-zA-Z0-9"),
          Map.entry("upper", "A-Z"),
          Map.entry("lower", "a-z"),
          Map.entry("space", "\\s"),
          Map.entry("blank", " \\t"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("print", "\\x20-\\x7E"),
          Map.entry("graph", "\\x21-\\x7E"),
          Map.entry("cntrl", "\\x00-\\x1F\\x7F"),
          Map.entry("xdigit", "0-9a-fA-F"),
          Map.entry("word", "\\w"));

  /** Escapes that stand for a character. */
  private static final String LOOKING = "dDwWsShHvVntrfaexNQ.[](){}*+?|^$/\\-";

  private final String pattern;
  private final StringBuilder java = new StringBuilder();
  private final PatternCost cost = new PatternCost();
  private int at;
  private int flags;

  private PcreSyntax(String pattern) {
    this.pattern = pattern;
  }

  static PcreSyntax of(String pattern) {
    PcreSyntax syntax = new PcreSyntax(pattern);
    syntax.flags = Pattern.UNIX_LINES | syntax.options();
    syntax.translate();
    if (syntax.repetitions() > PatternCost.MAX) {
      throw new PatternSyntaxException(
          "its nested repetitions multiply to more than " + PatternCost.MAX, pattern, -1);
    }
    return syntax;
  }

  /** The pattern for Java, in which lines end at line feeds alone. */
  Pattern compiled() {
    return Pattern.compile(java.toString(), flags);
  }

  /** How many steps it may take without looking at the text. */
  long repetitions() {
    return cost.total();
  }

  private int options() {
    int flags = 0;
    for (Matcher matcher = here(OPTIONS); matcher.lookingAt(); matcher = here(OPTIONS)) {
      String option = matcher.group(1);
      flags |= option.startsWith("UTF") ? Pattern.UNICODE_CASE : 0;
      flags |= option.equals("UCP") ? Pattern.UNICODE_CHARACTER_CLASS : 0;
      at = matcher.end();
    }
    return flags;
  }

  private void translate() {
    while (at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '{' -> brace();
        case '(' -> group();
        case ')' -> {
          cost.close();
          copy(1);
        }
        case '^', '$' -> {
          cost.assertion();
          copy(1);
        }
        default -> {
          cost.character();
          copy(1);
        }
      }
    }
  }

  private void escape() {
    Matcher reference = here(REFERENCE);
    Matcher numbered = here(NUMBERED);
    if (at + 1 < pattern.length() && LOOKING.indexOf(pattern.charAt(at + 1)) >= 0) {
      cost.character();
    } else {
      cost.assertion();
    }
    if (pattern.startsWith("\\Q", at)) {
      int end = pattern.indexOf("\\E", at);
      copy(end < 0 ? pattern.length() - at : end + 2 - at);
    } else if (reference.lookingAt()) {
      reference(reference);
    } else if (numbered.lookingAt()) {
      String number = numbered.group(1) == null ? numbered.group(2) : numbered.group(1);
      java.append("(?:\\").append(number).append(')');
      at = numbered.end();
    } else if (pattern.startsWith("\\N", at) && !pattern.startsWith("\\N{", at)) {
      java.append("[^\\n]");
      at += 2;
    } else {
      copy(2);
    }
  }

  private void group() {
    Matcher named = here(NAMED);
    Matcher reference = here(REFERENCE);
    if (pattern.startsWith("(?#", at)) {
      int end = pattern.indexOf(')', at);
      if (end < 0) {
        throw new PatternSyntaxException("a comment is not closed", pattern, at);
      }
      at = end + 1;
    } else if (named.lookingAt()) {
      String name = named.group(1) == null ? named.group(2) : named.group(1);
      java.append("(?<").append(name(name)).append('>');
      cost.open();
      at = named.end();
    } else if (reference.lookingAt()) {
      reference(reference);
      cost.assertion();
    } else {
      cost.open();
      copy(1);
    }
  }

  private void reference(Matcher reference) {
    for (int i = 1; i <= reference.groupCount(); i++) {
      if (reference.group(i) != null) {
        java.append("\\k<").append(name(reference.group(i))).append('>');
      }
    }
    at = reference.end();
  }

  /** Java's names have no underscores. */
  private static String name(String name) {
    return "g" + name.replace("Z", "ZZ").replace("_", "Zu");
  }

  private void brace() {
    Matcher quantifier = here(QUANTIFIER);
    if (quantifier.lookingAt()) {
      cost.repeated(times(quantifier));
      copy(1);
    } else {
      java.append("\\{");
      cost.character();
      at++;
    }
  }

  /** The rest of the quantifier is characters that cost next to nothing. */
  private int times(Matcher quantifier) {
    String most = quantifier.group(2);
    String wanted = most == null || most.isEmpty() ? quantifier.group(1) : most;
    if (wanted.length() > 5 || Integer.parseInt(wanted) > TIMES_MAX) {
      throw new PatternSyntaxException(
          "a repetition of more than " + TIMES_MAX + " times", pattern, at);
    }
    return Integer.parseInt(wanted);
  }

  /** A class, in which Java would see further classes and intersections. */
  private void characterClass() {
    cost.character();
    copy(pattern.startsWith("[^", at) ? 2 : 1);
    boolean first = true;
    while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
      Matcher posix = here(POSIX);
      char c = pattern.charAt(at);
      if (posix.lookingAt()) {
        posix(posix);
      } else if (c == '\\') {
        copy(2);
      } else if (c == '[' || c == '&' || c == ']' || c == '^') {
        java.append('\\').append(c);
        at++;
      } else {
        copy(1);
      }
      first = false;
    }
    copy(1);
  }

  private void posix(Matcher posix) {
    String members = POSIX_CLASSES.get(posix.group(2));
    if (members == null) {
      throw new PatternSyntaxException("there is no class of that name", pattern, at);
    }
    java.append(posix.group(1).isEmpty() ? members : "[^" + members + "]");
    at = posix.end();
  }

  private Matcher here(Pattern expected) {
    return expected.matcher(pattern).region(at, pattern.length());
  }

  private void copy(int count) {
    int end = Math.min(pattern.length(), at + count);
    java.append(pattern, at, end);
    at = end;
  }
}
