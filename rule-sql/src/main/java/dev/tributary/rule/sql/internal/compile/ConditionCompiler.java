package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Comparison;
import dev.tributary.rule.sql.internal.value.Kinds;
import java.util.List;

/** From nodes to conditions. */
final class ConditionCompiler {
  private ConditionCompiler() {}

  static Condition compile(Node node) throws RuleSyntaxException {
    return switch (node) {
      case Node.Compare(Node.Comparator comparator, Node left, Node right) ->
          compare(comparator, left, right);
      case Node.In in -> in(in);
      case Node.And(List<Node> conditions) -> and(compile(conditions));
      case Node.Or(List<Node> conditions) -> or(compile(conditions));
      case Node.Not(Node condition) -> not(condition);
      case Node.Literal _,
          Node.Path _,
          Node.ListOf _,
          Node.RangeOf _,
          Node.Call _,
          Node.Chain _,
          Node.Signed _,
          Node.Choice _ -> {
        Expression value = ExpressionCompiler.compile(node);
        yield scope -> truth(value.evaluate(scope));
      }
    };
  }

  private static Condition[] compile(List<Node> nodes) throws RuleSyntaxException {
    Condition[] compiled = new Condition[nodes.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = compile(nodes.get(i));
    }
    return compiled;
  }

  private static Condition compare(Node.Comparator comparator, Node left, Node right)
      throws RuleSyntaxException {
    Expression first = ExpressionCompiler.compile(left);
    Expression second = ExpressionCompiler.compile(right);
    return scope -> {
      Value a = first.evaluate(scope);
      Value b = second.evaluate(scope);
      scope.stepOver(a, b);
      return Comparison.test(comparator, a, b);
    };
  }

  /** Strict: IN converts nothing. */
  private static Condition in(Node.In in) throws RuleSyntaxException {
    Expression value = ExpressionCompiler.compile(in.value());
    Expression[] candidates = ExpressionCompiler.compile(in.candidates());
    boolean negated = in.negated();
    return scope -> {
      Value wanted = value.evaluate(scope);
      for (Expression candidate : candidates) {
        Value found = candidate.evaluate(scope);
        scope.stepOver(wanted, found);
        if (wanted.equals(found)) {
          return !negated;
        }
      }
      return negated;
    };
  }

  private static Condition and(Condition[] conditions) {
    return scope -> {
      scope.steps(conditions.length);
      for (Condition condition : conditions) {
        if (!condition.test(scope)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Condition or(Condition[] conditions) {
    return scope -> {
      scope.steps(conditions.length);
      for (Condition condition : conditions) {
        if (condition.test(scope)) {
          return true;
        }
      }
      return false;
    };
  }

  /** NOT of a value that is no boolean is false, as in the original. */
  private static Condition not(Node node) throws RuleSyntaxException {
    return switch (node) {
      case Node.Compare _, Node.In _, Node.And _, Node.Or _, Node.Not _ -> {
        Condition condition = compile(node);
        yield scope -> !condition.test(scope);
      }
      case Node.Literal _,
          Node.Path _,
          Node.ListOf _,
          Node.RangeOf _,
          Node.Call _,
          Node.Chain _,
          Node.Signed _,
          Node.Choice _ -> {
        Expression value = ExpressionCompiler.compile(node);
        yield scope -> value.evaluate(scope) instanceof Value.Bool(boolean truth) && !truth;
      }
    };
  }

  private static boolean truth(Value value) throws EvaluationException {
    if (value instanceof Value.Bool(boolean truth)) {
      return truth;
    }
    throw new EvaluationException("a condition is " + Kinds.describe(value) + ", not a boolean");
  }
}
