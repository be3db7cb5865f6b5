package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * An index. A list here asks where its elements stand in another, which the interpreter searches
 * for without a measure, so the list must be short.
 */
record ShortLists(Expression index) implements Expression {
  private static final int ELEMENTS_MAX = 64;

  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    index.apply(
        scope,
        in,
        path,
        (value, at) -> {
          if (value.isArray() && value.size() > ELEMENTS_MAX) {
            throw new LimitException(
                "a list of more than " + ELEMENTS_MAX + " elements cannot be an index");
          }
          output.emit(value, at);
        },
        requirePath);
  }
}
