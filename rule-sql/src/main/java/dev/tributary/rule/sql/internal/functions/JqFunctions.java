package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.jq.JqProgram;

/** The jq language inside rules. */
final class JqFunctions {
  // Evaluation holds the thread of a connection: ten seconds, as in the original, would be too
  // long.
  private static final long TIMEOUT_MILLIS = 1000;
  private static final long TIMEOUT_MAX_MILLIS = 10_000;

  private JqFunctions() {}

  @RuleFunction(
      "Runs a jq program on JSON text or on any value and gives the list of its results. A third"
          + " argument ends it after so many milliseconds, if its limit of steps has not before;"
          + " without it that is 1000. The program sees no environment, no files, no further input.")
  @Example(value = "jq('.temps | add / length', '{\"temps\": [18.5, 21]}')", gives = "[19.75]")
  @Example(value = "jq('.[] | select(. > 2)', [1, 2, 3, 4])", gives = "[3, 4]")
  static Value jq(CallScope scope, JqProgram program, Value input) throws EvaluationException {
    return run(scope, program, input, TIMEOUT_MILLIS);
  }

  @RuleFunction
  @Example(
      value = "jq('{dev, n: (.v | length)}', '{\"dev\": \"a\", \"v\": [1, 2]}', 100)",
      gives = "[{\"dev\": \"a\", \"n\": 2}]")
  static Value jq(CallScope scope, JqProgram program, Value input, long timeout)
      throws EvaluationException {
    if (timeout < 1) {
      throw new EvaluationException("jq: timeout must be at least 1 millisecond, is " + timeout);
    }
    return run(scope, program, input, Math.min(timeout, TIMEOUT_MAX_MILLIS));
  }

  private static Value run(CallScope scope, JqProgram program, Value input, long timeoutMillis)
      throws EvaluationException {
    Value.Array results = program.run(decoded(input), scope.context().nowMillis(), timeoutMillis);
    scope.charge(results.size());
    return results;
  }

  private static Value decoded(Value input) throws EvaluationException {
    if (!(input instanceof Value.Text text)) {
      return input;
    }
    try {
      return text.json();
    } catch (JsonException e) {
      throw new EvaluationException("jq: the input is " + e.getMessage());
    }
  }
}
