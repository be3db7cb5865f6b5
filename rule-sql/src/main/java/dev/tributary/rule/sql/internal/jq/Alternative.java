package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryBreakException;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** {@code first // second}: what is true of the first, up to its first error; else the second. */
record Alternative(Expression first, Expression second) implements Expression {
  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    boolean[] found = {false};
    Downstream downstream =
        new Downstream((value, at) -> {
          if (Nodes.isTrue(value)) {
            found[0] = true;
            output.emit(value, at);
          }
        });
    try {
      first.apply(scope, in, path, downstream, requirePath);
    } catch (Downstream.Passing e) {
      throw e.arrivedAt(downstream);
    } catch (JsonQueryBreakException e) {
      throw e;
    } catch (JsonQueryException _) {
      // Errors count as nothing here.
    }
    if (!found[0]) {
      second.apply(scope, in, path, output, requirePath);
    }
  }
}
