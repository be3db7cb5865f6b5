package dev.tributary.rule.sql.internal.jq;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What jq 1.7 can say and the interpreter's parser cannot, said otherwise: {@code if} without
 * {@code else}, {@code .a.[0]}, integers beyond 64 bits, {@code $__loc__}. Everything else passes
 * as it is.
 */
final class Dialect {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z0-9_]+)*");
  private static final Pattern NUMBER = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INDEX_AFTER_DOT = Pattern.compile("\\.\\s*\\[");
  private static final Pattern KEY = Pattern.compile("\\s*:(?!:)");
  private static final int DIGITS_OF_LONG = 18;

  private final String program;
  private final StringBuilder said = new StringBuilder();
  private final Deque<Boolean> ifs = new ArrayDeque<>();
  private int at;
  private char before = ' ';

  private Dialect(String program) {
    this.program = program;
  }

  static String translated(String program) {
    Dialect dialect = new Dialect(program);
    while (dialect.at < program.length()) {
      dialect.code();
      if (dialect.at < program.length()) {
        dialect.copy(dialect.at + 1);
      }
    }
    return dialect.said.toString();
  }

  /** Up to the bracket that closes an interpolation, or the end. */
  private void code() {
    int open = 0;
    while (at < program.length()) {
      char c = program.charAt(at);
      if (c == ')' && open == 0) {
        return;
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      token(c);
    }
  }

  private void token(char c) {
    if (c == '"') {
      text();
    } else if (c == '#') {
      int end = program.indexOf('\n', at);
      at = end < 0 ? program.length() : end;
    } else if (Character.isLetter(c) || c == '_') {
      word();
    } else if (Character.isDigit(c) || (c == '.' && matcher(NUMBER).lookingAt())) {
      number();
    } else if (c == '.' && endsTerm(before) && matcher(INDEX_AFTER_DOT).lookingAt()) {
      at++;
    } else {
      copy(at + 1);
    }
  }

  private void text() {
    copy(at + 1);
    while (at < program.length() && program.charAt(at) != '"') {
      if (program.startsWith("\\(", at)) {
        copy(at + 2);
        code();
      } else if (program.charAt(at) == '\\') {
        copy(Math.min(at + 2, program.length()));
      } else {
        copy(at + 1);
      }
    }
    copy(Math.min(at + 1, program.length()));
  }

  private void word() {
    Matcher word = matcher(WORD);
    int end = word.lookingAt() ? word.end() : at + 1;
    String name = program.substring(at, end);
    char adjacent = at == 0 ? ' ' : program.charAt(at - 1);
    if (adjacent == '$' && name.equals("__loc__")) {
      location();
      return;
    }
    if (".$@".indexOf(adjacent) < 0 && !isKey(end)) {
      conditional(name);
    }
    copy(end);
  }

  /** The line of the program, as a value or as {@code {$__loc__}}. */
  private void location() {
    said.setLength(said.length() - 1);
    String before = said.toString().stripTrailing();
    if (before.endsWith("{") || before.endsWith(",")) {
      said.append("\"__loc__\":");
    }
    long line = 1 + program.substring(0, at).chars().filter(c -> c == '\n').count();
    said.append("{\"file\":\"<top-level>\",\"line\":").append(line).append('}');
    at += "__loc__".length();
    this.before = '}';
  }

  private boolean isKey(int end) {
    return matcher(KEY).region(end, program.length()).lookingAt();
  }

  private void conditional(String word) {
    switch (word) {
      case "if" -> ifs.push(false);
      case "else" -> {
        if (!ifs.isEmpty()) {
          ifs.pop();
          ifs.push(true);
        }
      }
      case "end" -> {
        if (!ifs.isEmpty() && !ifs.pop()) {
          said.append("else . ");
        }
      }
      default -> {}
    }
  }

  private void number() {
    Matcher number = matcher(NUMBER);
    int end = number.lookingAt() ? number.end() : at + 1;
    String digits = program.substring(at, end);
    if (digits.length() > DIGITS_OF_LONG && digits.chars().allMatch(Character::isDigit)) {
      said.append("(\"").append(digits).append("\"|tonumber)");
      at = end;
      before = ')';
    } else {
      copy(end);
    }
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(program).region(at, program.length());
  }

  private static boolean endsTerm(char c) {
    return Character.isLetterOrDigit(c) || "_)]}\"?".indexOf(c) >= 0;
  }

  private void copy(int end) {
    for (; at < end; at++) {
      char c = program.charAt(at);
      said.append(c);
      if (!Character.isWhitespace(c)) {
        before = c;
      }
    }
  }
}
