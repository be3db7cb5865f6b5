package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.jq.JqProgram;

/** The jq language inside rules. */
final class JqFunctions {
  private JqFunctions() {}

  @RuleFunction(
      "Runs a jq 1.7 program on JSON text, or on any value that is no string, and gives the list of"
          + " its results. It may run so many milliseconds, 10000 at most; without that argument as"
          + " long as the setting rule_engine.jq_function_default_timeout says. It also ends after"
          + " two million steps, whatever time is left. Computed numbers are floats, as in jq. The"
          + " program sees no environment, files, modules or further input; alternatives of"
          + " patterns (?//) are not supported.")
  @Example(value = "jq('.temps | add / length', '{\"temps\": [18.5, 21]}')", gives = "[19.75]")
  @Example(value = "jq('.[] | select(. > 2)', [1, 2, 3, 4])", gives = "[3, 4]")
  static Value jq(CallScope scope, JqProgram program, Value input) throws EvaluationException {
    return run(scope, program, input, scope.context().jqMillis());
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
    return run(scope, program, input, timeout);
  }

  private static Value run(CallScope scope, JqProgram program, Value input, long timeoutMillis)
      throws EvaluationException {
    long bounded = Math.clamp(timeoutMillis, 1, SqlLimits.JQ_MILLIS_MAX);
    Value.Array results = program.run(decoded(input), scope.context().nowMillis(), bounded);
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
