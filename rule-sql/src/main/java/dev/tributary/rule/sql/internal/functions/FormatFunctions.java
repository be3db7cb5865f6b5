package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.util.List;

/** Strings made of a format and arguments, in the directives that Erlang knows. */
final class FormatFunctions {
  private FormatFunctions() {}

  @RuleFunction(
      "The format with each directive replaced by an argument: ~s a string, ~p and ~w any value, ~b and ~B an integer"
          + " in the base of the precision, ~x and ~X the same with a prefix as a further argument, ~+ and ~# with the base"
          + " as prefix, ~f a float with so many decimals, ~e and ~g with so many digits, ~c a character code;"
          + " ~n is a line end, ~~ a tilde, ~i skips an argument. Between tilde and letter stand width (negative: to the left),"
          + " precision and fill character, as in ~8.2.0f; * takes one of them from the arguments; t before the letter reads"
          + " strings as UTF-8. An argument of the wrong type, one too many or too few is an error: ~s takes no numbers,"
          + " ~f no integers.")
  @Example(value = "sprintf('~s: ~.1f', 'temp', 21.55)", gives = "\"temp: 21.6\"")
  @Example(value = "sprintf('~p', ['a', 1, 2.5, true])", gives = "\"[<<\\\"a\\\">>,1,2.5,true]\"")
  @Example(value = "sprintf('~5..0B|~.16b|~-5b|', 42, 255, 7)", gives = "\"00042|ff|7    |\"")
  @Example(value = "sprintf('~5c~n~3s', 42, 'abcdef')", gives = "\"*****\\nabc\"")
  static byte[] sprintf(CallScope scope, byte[] format, Value... arguments)
      throws EvaluationException {
    return TextFormat.filled("sprintf", scope, format, List.of(arguments));
  }

  @RuleFunction("As sprintf, with the arguments in a list.")
  @Example(value = "sprintf_s('~s/~s', ['a', 'b'])", gives = "\"a/b\"")
  static byte[] sprintfS(CallScope scope, byte[] format, Value.Array arguments)
      throws EvaluationException {
    return TextFormat.filled("sprintf_s", scope, format, arguments.elements());
  }
}
