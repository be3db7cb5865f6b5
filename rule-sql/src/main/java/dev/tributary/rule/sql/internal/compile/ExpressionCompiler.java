package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Numbers;
import java.util.List;
import java.util.Optional;

/** From nodes to closures. What is constant is evaluated here, once. */
final class ExpressionCompiler {
  private static final Value[] NO_VALUES = {};

  /** A folded constant, so that those around it can be folded too. */
  private record Constant(Value value) implements Expression {
    @Override
    public Value evaluate(Scope scope) {
      return value;
    }
  }

  private ExpressionCompiler() {}

  static Expression compile(Node node) throws RuleSyntaxException {
    return switch (node) {
      case Node.Literal(Value value) -> new Constant(value);
      case Node.Path path -> path(path);
      case Node.ListOf list -> list(list);
      case Node.RangeOf range -> scope -> range(range, scope);
      case Node.Call call -> CallCompiler.compile(call);
      case Node.Chain chain -> ChainExpression.compile(chain);
      case Node.Signed signed -> signed(signed);
      case Node.Choice choice -> ChoiceExpression.compile(choice);
      case Node.Compare _, Node.In _, Node.And _, Node.Or _, Node.Not _ -> {
        Condition condition = ConditionCompiler.compile(node);
        yield scope -> Value.of(condition.test(scope));
      }
    };
  }

  static Expression[] compile(List<Node> nodes) throws RuleSyntaxException {
    Expression[] compiled = new Expression[nodes.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = compile(nodes.get(i));
    }
    return compiled;
  }

  static Expression constant(Value value) {
    return new Constant(value);
  }

  /** Their values if all are constants. */
  static Optional<Value[]> constants(Expression[] expressions) {
    Value[] values = new Value[expressions.length];
    for (int i = 0; i < values.length; i++) {
      if (!(expressions[i] instanceof Constant(Value value))) {
        return Optional.empty();
      }
      values[i] = value;
    }
    return Optional.of(values);
  }

  private static Expression path(Node.Path path) {
    if (!path.steps().isEmpty()) {
      return PathExpression.compile(path);
    }
    String name = path.root();
    return scope -> scope.variable(name);
  }

  private static Expression list(Node.ListOf list) throws RuleSyntaxException {
    Expression[] elements = compile(list.elements());
    return constants(elements)
        .map(values -> constant(Value.of(values)))
        .orElseGet(() ->
            scope -> {
              scope.charge(elements.length);
              return scope.bounded(Value.of(evaluate(elements, scope)));
            });
  }

  static Value[] evaluate(Expression[] expressions, Scope scope) throws EvaluationException {
    if (expressions.length == 0) {
      return NO_VALUES;
    }
    Value[] values = new Value[expressions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = expressions[i].evaluate(scope);
    }
    return values;
  }

  private static Value range(Node.RangeOf range, Scope scope) throws EvaluationException {
    if (range.first() > range.last()) {
      throw new EvaluationException(
          "the range [" + range.first() + ".." + range.last() + "] goes down");
    }
    long size = range.last() - range.first() + 1;
    // An element costs its own object, too.
    scope.charge(size * 8);
    Value[] elements = new Value[(int) size];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Value.of(range.first() + i);
    }
    return Value.of(elements);
  }

  private static Expression signed(Node.Signed signed) throws RuleSyntaxException {
    Expression operand = compile(signed.operand());
    boolean negative = signed.negative();
    Expression applied = scope -> sign(negative, operand.evaluate(scope));
    if (operand instanceof Constant(Value value) && Numbers.isNumber(value)) {
      try {
        return new Constant(sign(negative, value));
      } catch (EvaluationException _) {
        return applied;
      }
    }
    return applied;
  }

  private static Value sign(boolean negative, Value value) throws EvaluationException {
    if (negative) {
      return Numbers.negate(value);
    }
    if (!Numbers.isNumber(value)) {
      throw new EvaluationException(
          "a sign stands before " + Kinds.describe(value) + ", not a number");
    }
    return value;
  }
}
