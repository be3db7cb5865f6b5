package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;

/** CASE. With a subject, values are compared strictly: 7 is neither 7.0 nor '7'. */
final class ChoiceExpression implements Expression {
  private final Condition[] conditions;
  private final Expression[] results;
  private final Expression otherwise;

  private ChoiceExpression(Condition[] conditions, Expression[] results, Expression otherwise) {
    this.conditions = conditions;
    this.results = results;
    this.otherwise = otherwise;
  }

  static Expression compile(Node.Choice choice) throws RuleSyntaxException {
    int count = choice.branches().size();
    Condition[] conditions = new Condition[count];
    Expression[] results = new Expression[count];
    for (int i = 0; i < count; i++) {
      Node.Branch branch = choice.branches().get(i);
      conditions[i] =
          choice.subject() == null
              ? ConditionCompiler.compile(branch.when())
              : equal(choice.subject(), branch.when());
      results[i] = ExpressionCompiler.compile(branch.then());
    }
    Expression otherwise =
        choice.otherwise() == null
            ? _ -> Value.UNDEFINED
            : ExpressionCompiler.compile(choice.otherwise());
    return new ChoiceExpression(conditions, results, otherwise);
  }

  private static Condition equal(Node subject, Node candidate) throws RuleSyntaxException {
    Expression left = ExpressionCompiler.compile(subject);
    Expression right = ExpressionCompiler.compile(candidate);
    return scope -> {
      Value a = left.evaluate(scope);
      Value b = right.evaluate(scope);
      scope.stepOver(a, b);
      return a.equals(b);
    };
  }

  @Override
  public Value evaluate(Scope scope) throws EvaluationException {
    for (int i = 0; i < conditions.length; i++) {
      if (conditions[i].test(scope)) {
        return results[i].evaluate(scope);
      }
    }
    return otherwise.evaluate(scope);
  }
}
