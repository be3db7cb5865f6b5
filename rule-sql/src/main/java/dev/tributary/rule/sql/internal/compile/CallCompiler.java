package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.functions.Call;
import dev.tributary.rule.sql.internal.functions.Functions;
import dev.tributary.rule.sql.internal.syntax.Node;

/** Function calls: the function is found and bound when the rule is compiled. */
final class CallCompiler {
  static final int ENTRY_BYTES = 8;

  private CallCompiler() {}

  static Expression compile(Node.Call call) throws RuleSyntaxException {
    Functions.Found found = Functions.find(call.function(), call.arguments().size());
    return switch (found) {
      case Functions.Found.Bound(Call bound) ->
          compile(bound, ExpressionCompiler.compile(call.arguments()));
      case Functions.Found.Unknown(String nearest) ->
          throw nearest.isEmpty()
              ? error(call, "unknown function " + call.function(), "a function of the reference")
              : error(
                  call,
                  "unknown function " + call.function() + " (did you mean " + nearest + "?)",
                  nearest);
      case Functions.Found.WrongArity(String signatures) ->
          throw error(call, call.function() + wrong(call.arguments().size()), signatures);
    };
  }

  private static Expression compile(Call bound, Expression[] arguments) {
    return ExpressionCompiler.constants(arguments)
        .flatMap(values -> Folding.result(bound, values))
        .map(ExpressionCompiler::constant)
        .orElseGet(() -> expression(bound, arguments));
  }

  private static String wrong(int arguments) {
    return switch (arguments) {
      case 0 -> " stands without arguments";
      case 1 -> " does not take 1 argument";
      default -> " does not take " + arguments + " arguments";
    };
  }

  private static RuleSyntaxException error(Node.Call call, String problem, String expected) {
    return new RuleSyntaxException(call.line(), call.column(), problem, call.function(), expected);
  }

  private static Expression expression(Call call, Expression[] arguments) {
    return switch (call) {
      case Call.None none -> scope -> counted(none.call(scope), scope);
      case Call.One one -> {
        Expression only = arguments[0];
        yield scope -> counted(one.call(scope, only.evaluate(scope)), scope);
      }
      case Call.Two two -> {
        Expression first = arguments[0];
        Expression second = arguments[1];
        yield scope ->
            counted(two.call(scope, first.evaluate(scope), second.evaluate(scope)), scope);
      }
      case Call.Many many ->
          scope -> counted(many.call(scope, ExpressionCompiler.evaluate(arguments, scope)), scope);
    };
  }

  /**
   * Every result counts against the limits, so that no chain of functions grows a value without
   * end.
   */
  private static Value counted(Value result, Scope scope) throws EvaluationException {
    scope.step();
    switch (result) {
      case Value.Text text -> scope.charge(text.size());
      case Value.Array array -> scope.charge(array.size());
      // An entry costs its key, its place in the index and its value.
      case Value.Map map -> scope.charge(ENTRY_BYTES * (long) map.size());
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Float _ -> {
        return result;
      }
    }
    return scope.bounded(result);
  }
}
