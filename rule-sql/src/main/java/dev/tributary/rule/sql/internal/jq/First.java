package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/** The first result of an expression; the rest is not evaluated. */
final class First implements Output {
  /** Ends the expression; unchecked, so that nothing in it can catch it. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super(null, null, false, false);
    }
  }

  private @Nullable JsonNode value;

  private First() {}

  static @Nullable JsonNode of(Expression expression, Scope scope, JsonNode in)
      throws JsonQueryException {
    First first = new First();
    try {
      expression.apply(scope, in, first);
    } catch (Enough e) {
      if (first.value == null) {
        throw e;
      }
    }
    return first.value;
  }

  @Override
  public void emit(JsonNode result) {
    value = result;
    throw new Enough();
  }
}
