package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryBreakException;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** {@code try body catch handler} and {@code body?}. */
record Try(Expression body, @Nullable Expression handler) implements Expression {
  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    Downstream downstream = new Downstream(output);
    JsonNode error;
    try {
      body.apply(scope, in, path, downstream, requirePath);
      return;
    } catch (Downstream.Passing e) {
      throw e.arrivedAt(downstream);
    } catch (JsonQueryBreakException e) {
      throw e;
    } catch (JsonQueryException e) {
      error = e.getMessageAsJsonNode();
    }
    if (handler != null) {
      handler.apply(scope, error, null, output, requirePath);
    }
  }
}
