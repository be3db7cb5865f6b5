package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.value.Numbers;
import dev.tributary.rule.sql.internal.value.TextForm;

/**
 * Operators of one precedence, applied from left to right in a loop, so that a long sum needs no
 * deep stack.
 */
final class ChainExpression implements Expression {
  private final Expression first;
  private final Node.Operator[] operators;
  private final Expression[] operands;

  private ChainExpression(Expression first, Node.Operator[] operators, Expression[] operands) {
    this.first = first;
    this.operators = operators;
    this.operands = operands;
  }

  static Expression compile(Node.Chain chain) throws RuleSyntaxException {
    return new ChainExpression(
        ExpressionCompiler.compile(chain.first()),
        chain.links().stream().map(Node.Link::operator).toArray(Node.Operator[]::new),
        ExpressionCompiler.compile(chain.links().stream().map(Node.Link::operand).toList()));
  }

  @Override
  public Value evaluate(Scope scope) throws EvaluationException {
    Value result = first.evaluate(scope);
    scope.steps(operators.length);
    for (int i = 0; i < operators.length; i++) {
      result = apply(operators[i], result, operands[i].evaluate(scope), scope);
    }
    return result;
  }

  private static Value apply(Node.Operator operator, Value left, Value right, Scope scope)
      throws EvaluationException {
    return switch (operator) {
      case ADD ->
          left instanceof Value.Text || right instanceof Value.Text
              ? concat(left, right, scope)
              : Numbers.add(left, right);
      case SUBTRACT -> Numbers.subtract(left, right);
      case MULTIPLY -> Numbers.multiply(left, right);
      case DIVIDE -> Numbers.divide(left, right);
      case DIV -> Numbers.div(left, right);
      case MOD -> Numbers.mod(left, right);
    };
  }

  private static Value concat(Value left, Value right, Scope scope) throws EvaluationException {
    Value joined = TextForm.concat(left, right);
    scope.charge(((Value.Text) joined).size());
    return joined;
  }
}
