package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** An expression whose every evaluation and every result is counted. */
record Metered(Expression expression) implements Expression {
  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    Budget budget = Budget.current();
    budget.enter();
    try {
      expression.apply(
          scope,
          in,
          path,
          (value, at) -> {
            budget.gave(value);
            output.emit(value, at);
          },
          requirePath);
    } finally {
      budget.leave();
    }
  }

  @Override
  public String toString() {
    return expression.toString();
  }
}
