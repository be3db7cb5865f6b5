package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * The results of an expression that catches errors. Errors of whoever takes the results are not its
 * own: they pass by it, wrapped.
 */
final class Downstream implements PathOutput {
  /** An error on its way past the expression. */
  static final class Passing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Downstream past;
    private final JsonQueryException error;

    private Passing(Downstream past, JsonQueryException error) {
      super(null, error, false, false);
      this.past = past;
      this.error = error;
    }

    /** Ends here, if this is what the error had to pass. */
    JsonQueryException arrivedAt(Downstream place) {
      if (past != place) {
        throw this;
      }
      return error;
    }
  }

  private final PathOutput output;

  Downstream(PathOutput output) {
    this.output = output;
  }

  @Override
  public void emit(JsonNode value, @Nullable Path path) {
    try {
      output.emit(value, path);
    } catch (JsonQueryException e) {
      throw new Passing(this, e);
    }
  }
}
