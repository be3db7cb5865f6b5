package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import net.thisptr.jackson.jq.path.RootPath;
import org.jspecify.annotations.Nullable;

/** {@code target = source}, {@code target |= source} and {@code target op= source}. */
record Assign(Expression target, Expression source, String operator) implements Expression {
  private static final String SET = "=";
  private static final String UPDATE = "|=";

  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    List<JsonNode> targets = paths(target, scope, in);
    if (operator.equals(UPDATE)) {
      output.emit(updated(scope, in, targets), null);
      return;
    }
    Operator combined = new Operator(operator.substring(0, operator.length() - 1));
    source.apply(
        scope,
        in,
        (Output)
            value -> {
              JsonNode changed = in;
              for (JsonNode at : targets) {
                JsonNode put =
                    operator.equals(SET) ? value : combined.apply(Paths.get(changed, at), value);
                changed = Paths.set(changed, at, put);
              }
              output.emit(changed, null);
            });
  }

  /** The first result of the source replaces; where it has none, the path goes. */
  private JsonNode updated(Scope scope, JsonNode in, List<JsonNode> targets)
      throws JsonQueryException {
    JsonNode changed = in;
    ArrayNode gone = Nodes.list();
    for (JsonNode at : targets) {
      JsonNode first = First.of(source, scope, Paths.get(changed, at));
      if (first == null) {
        gone.add(at);
      } else {
        changed = Paths.set(changed, at, first);
      }
    }
    return gone.isEmpty() ? changed : Paths.delete(changed, gone);
  }

  /** The paths that an expression stands for, each a list of keys and indexes. */
  static List<JsonNode> paths(Expression expression, Scope scope, JsonNode in)
      throws JsonQueryException {
    List<JsonNode> found = new ArrayList<>();
    expression.apply(
        scope,
        in,
        RootPath.getInstance(),
        (value, at) -> {
          if (at == null) {
            throw Texts.error("Invalid path expression with result " + Texts.json(value));
          }
          ArrayNode steps = Nodes.list();
          at.toJsonNode(steps);
          found.add(steps);
        },
        true);
    return found;
  }
}
