package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node;
import dev.tributary.rule.sql.internal.syntax.Statement;
import java.util.List;

/**
 * The columns of FOREACH: all but the last are aliases, the last is what is iterated.
 *
 * @param itemName the alias of the last column, "item" if it has none
 */
record Collection(Selection aliases, Expression list, String itemName, boolean isPayload) {
  private static final String ITEM = "item";

  static Collection compile(List<Statement.Column> columns) throws RuleSyntaxException {
    if (!(columns.getLast()
        instanceof Statement.Column.Item(Node node, Node.Path alias, boolean named))) {
      throw new IllegalStateException("the reader lets nothing but an expression through");
    }
    boolean isPayload =
        node instanceof Node.Path(String root, List<Node.Step> steps)
            && steps.isEmpty()
            && root.equals(Scope.PAYLOAD);
    return new Collection(
        Selection.compile(columns.subList(0, columns.size() - 1)),
        ExpressionCompiler.compile(node),
        named ? alias.root() : ITEM,
        isPayload);
  }

  /** Runs the aliases and gives what to iterate. Only the payload itself is decoded for that. */
  Value collect(Scope scope) throws EvaluationException {
    aliases.run(scope);
    Value value = list.evaluate(scope);
    return isPayload ? scope.decodedPayload(value) : value;
  }
}
