package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** {@code -operand}. */
record Negative(Expression operand) implements Expression {
  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    Output negate =
        value -> {
          if (!value.isNumber()) {
            throw Texts.error(Texts.shown(value) + " cannot be negated");
          }
          output.emit(Texts.computed(-value.doubleValue()), null);
        };
    operand.apply(scope, in, negate);
  }
}
