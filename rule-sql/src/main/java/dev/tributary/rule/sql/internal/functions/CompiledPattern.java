package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression, ready to be matched.
 *
 * @param repetitions how many steps it may take without looking at the text
 */
record CompiledPattern(Pattern pattern, long repetitions) {
  private static final int CHARS_MAX = 4_096;

  static CompiledPattern of(String place, String pattern) throws EvaluationException {
    if (pattern.length() > CHARS_MAX) {
      throw new EvaluationException(place + " has more than " + CHARS_MAX + " characters");
    }
    try {
      PcreSyntax syntax = PcreSyntax.of(pattern);
      return new CompiledPattern(syntax.compiled(), syntax.repetitions());
    } catch (PatternSyntaxException e) {
      throw new EvaluationException(place + " is no regular expression: " + e.getDescription());
    } catch (StackOverflowError _) {
      throw new EvaluationException(place + " is nested too deeply");
    }
  }
}
