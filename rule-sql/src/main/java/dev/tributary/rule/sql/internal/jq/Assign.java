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
              Draft changed = new Draft(in);
              for (JsonNode at : targets) {
                boolean isSet = operator.equals(SET);
                changed.set(at, isSet ? value : combined.apply(changed.look(at), value));
              }
              output.emit(changed.whole(), null);
            });
  }

  /** The first result of the source replaces; where it has none, the path goes. */
  private JsonNode updated(Scope scope, JsonNode in, List<JsonNode> targets)
      throws JsonQueryException {
    Draft changed = new Draft(in);
    ArrayNode gone = Nodes.list();
    for (JsonNode at : targets) {
      JsonNode first = First.of(source, scope, changed.look(at));
      if (first == null) {
        gone.add(at);
      } else {
        changed.set(at, first);
      }
    }
    return gone.isEmpty() ? changed.whole() : Paths.delete(changed.whole(), gone);
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
