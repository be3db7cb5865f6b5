package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import dev.tributary.rule.sql.internal.grammar.RuleParser;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** From the parser's tree to the analysed one. */
final class TreeReader {
  private static final int INTEGER_DIGITS = 1000;

  /** The only module name that the original accepts before a function. */
  private static final String FUNCTION_MODULE = "emqx_rule_funcs";

  Statement statement(RuleParser.StatementContext tree) throws RuleSyntaxException {
    if (tree.select() != null) {
      RuleParser.SelectContext select = tree.select();
      return new Statement(
          columns(select.columns()),
          null,
          sources(select.sources()),
          optional(select.expression()));
    }
    RuleParser.ForeachContext foreach = tree.foreach();
    RuleParser.ColumnContext iterated = foreach.columns(0).column().getLast();
    if (!(iterated instanceof RuleParser.ItemContext)) {
      throw SyntaxErrors.at(
          iterated.getStart(), "FOREACH cannot iterate *", "an expression that gives a list");
    }
    List<Statement.Column> outer = columns(foreach.columns(0));
    List<Statement.Column> inner =
        foreach.columns().size() > 1 ? columns(foreach.columns(1)) : List.of();
    Node incase = after(foreach, RuleLexer.INCASE);
    Node where = after(foreach, RuleLexer.WHERE);
    return new Statement(
        outer, new Statement.Loop(inner, incase), sources(foreach.sources()), where);
  }

  private @Nullable Node after(RuleParser.ForeachContext foreach, int keyword)
      throws RuleSyntaxException {
    for (int i = 0; i + 1 < foreach.getChildCount(); i++) {
      if (foreach.getChild(i) instanceof TerminalNode leaf
          && leaf.getSymbol().getType() == keyword) {
        return expression((RuleParser.ExpressionContext) foreach.getChild(i + 1));
      }
    }
    return null;
  }

  private static List<String> sources(RuleParser.SourcesContext tree) {
    List<String> sources = new ArrayList<>();
    for (RuleParser.SourceContext source : tree.source()) {
      sources.add(source.NAME() == null ? unquoted(source.getText()) : source.getText());
    }
    return sources;
  }

  private List<Statement.Column> columns(RuleParser.ColumnsContext tree)
      throws RuleSyntaxException {
    List<Statement.Column> columns = new ArrayList<>();
    for (RuleParser.ColumnContext column : tree.column()) {
      columns.add(
          column instanceof RuleParser.ItemContext item
              ? item(item, columns.size() + 1)
              : new Statement.Column.Everything());
    }
    return columns;
  }

  private Statement.Column item(RuleParser.ItemContext tree, int position)
      throws RuleSyntaxException {
    Node node = expression(tree.expression());
    if (tree.alias() == null) {
      Node.Path unnamed = Aliases.unnamed(node, position);
      requireShallow(unnamed, tree.getStart());
      return new Statement.Column.Item(node, unnamed, false);
    }
    Node.Path alias = path(tree.alias().name(), tree.alias().pathStep());
    requireShallow(alias, tree.alias().getStart());
    for (Node.Step step : alias.steps()) {
      if (step instanceof Node.Step.Slice) {
        throw SyntaxErrors.at(
            tree.alias().getStart(), "an alias has a range", "keys and single indexes");
      }
    }
    return new Statement.Column.Item(node, alias, true);
  }

  /** Whoever puts a value where an alias says goes one level deeper with each step. */
  private static void requireShallow(Node.Path alias, Token place) throws RuleSyntaxException {
    if (alias.steps().size() > SqlLimits.VALUE_DEPTH) {
      throw SyntaxErrors.at(
          place,
          "the column goes " + alias.steps().size() + " levels deep into the output",
          "at most " + SqlLimits.VALUE_DEPTH + " levels");
    }
  }

  private @Nullable Node optional(RuleParser.@Nullable ExpressionContext tree)
      throws RuleSyntaxException {
    return tree == null ? null : expression(tree);
  }

  private Node expression(RuleParser.ExpressionContext tree) throws RuleSyntaxException {
    List<Node> conditions = new ArrayList<>();
    for (RuleParser.ConjunctionContext conjunction : tree.conjunction()) {
      conditions.add(conjunction(conjunction));
    }
    return conditions.size() == 1 ? conditions.getFirst() : new Node.Or(conditions);
  }

  private Node conjunction(RuleParser.ConjunctionContext tree) throws RuleSyntaxException {
    List<Node> conditions = new ArrayList<>();
    for (RuleParser.NegationContext negation : tree.negation()) {
      Node condition = comparison(negation.comparison());
      // NOT of what is no condition is false, so NOT NOT is not nothing.
      int nots = negation.NOT().size();
      for (int i = nots % 2 == 0 ? Math.min(2, nots) : 1; i > 0; i--) {
        condition = new Node.Not(condition);
      }
      conditions.add(condition);
    }
    return conditions.size() == 1 ? conditions.getFirst() : new Node.And(conditions);
  }

  private Node comparison(RuleParser.ComparisonContext tree) throws RuleSyntaxException {
    Node left = sum(tree.sum(0));
    if (tree.IN() != null) {
      return new Node.In(tree.NOT() != null, left, expressions(tree.expression()));
    }
    if (tree.comparator() == null) {
      return left;
    }
    return new Node.Compare(comparator(tree.comparator().getStart()), left, sum(tree.sum(1)));
  }

  private static Node.Comparator comparator(Token token) {
    return switch (token.getType()) {
      case RuleLexer.EQ -> Node.Comparator.EQ;
      case RuleLexer.NE -> Node.Comparator.NE;
      case RuleLexer.GT -> Node.Comparator.GT;
      case RuleLexer.LT -> Node.Comparator.LT;
      case RuleLexer.GE -> Node.Comparator.GE;
      case RuleLexer.LE -> Node.Comparator.LE;
      default -> Node.Comparator.MATCHES;
    };
  }

  private Node sum(RuleParser.SumContext tree) throws RuleSyntaxException {
    List<Node> operands = new ArrayList<>();
    for (RuleParser.ProductContext product : tree.product()) {
      operands.add(product(product));
    }
    return chain(operands, tree);
  }

  private Node product(RuleParser.ProductContext tree) throws RuleSyntaxException {
    List<Node> operands = new ArrayList<>();
    for (RuleParser.SignedContext signed : tree.signed()) {
      operands.add(signed(signed));
    }
    return chain(operands, tree);
  }

  /** Operators stand between the operands, at the odd children. */
  private static Node chain(List<Node> operands, ParserRuleContext tree) {
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    List<Node.Link> links = new ArrayList<>();
    for (int i = 1; i < operands.size(); i++) {
      links.add(
          new Node.Link(
              operator(((TerminalNode) tree.getChild(2 * i - 1)).getSymbol()), operands.get(i)));
    }
    return new Node.Chain(operands.getFirst(), links);
  }

  private static Node.Operator operator(Token token) {
    return switch (token.getType()) {
      case RuleLexer.PLUS -> Node.Operator.ADD;
      case RuleLexer.MINUS -> Node.Operator.SUBTRACT;
      case RuleLexer.STAR -> Node.Operator.MULTIPLY;
      case RuleLexer.SLASH -> Node.Operator.DIVIDE;
      case RuleLexer.DIV -> Node.Operator.DIV;
      default -> Node.Operator.MOD;
    };
  }

  private Node signed(RuleParser.SignedContext tree) throws RuleSyntaxException {
    Node operand = operand(tree.operand());
    // A plus alone is nothing, not even before a text; each minus wants a number.
    return tree.MINUS().isEmpty()
        ? operand
        : new Node.Signed(tree.MINUS().size() % 2 != 0, operand);
  }

  private Node operand(RuleParser.OperandContext tree) throws RuleSyntaxException {
    return switch (tree) {
      case RuleParser.TextContext text -> new Node.Literal(Value.of(unquoted(text.getText())));
      case RuleParser.IntegerContext integer -> integer(integer.INTEGER().getSymbol());
      case RuleParser.FloatContext number -> real(number.FLOAT().getSymbol());
      case RuleParser.TruthContext truth -> new Node.Literal(Value.of(truth.TRUE() != null));
      case RuleParser.CallContext call -> call(call);
      case RuleParser.PathContext path -> path(path.name(), path.pathStep());
      case RuleParser.RangeContext range ->
          new Node.RangeOf(
              position(range.bound(0)).position(), position(range.bound(1)).position());
      case RuleParser.ListContext list -> new Node.ListOf(expressions(list.expression()));
      case RuleParser.ChoiceContext choice -> choice(choice);
      case RuleParser.GroupedContext grouped -> expression(grouped.expression());
      default ->
          throw new IllegalStateException(
              "the grammar has an operand that is not read: " + tree.getText());
    };
  }

  private static Node integer(Token token) throws RuleSyntaxException {
    if (token.getText().length() > INTEGER_DIGITS) {
      throw SyntaxErrors.at(
          token, "the integer is too long", "at most " + INTEGER_DIGITS + " digits");
    }
    return new Node.Literal(Value.of(new BigInteger(token.getText())));
  }

  private static Node real(Token token) throws RuleSyntaxException {
    double value = Double.parseDouble(token.getText());
    if (!Double.isFinite(value)) {
      throw SyntaxErrors.at(token, "the number is out of range", "at most 1.7976931348623157e308");
    }
    return new Node.Literal(Value.of(value));
  }

  private Node call(RuleParser.CallContext tree) throws RuleSyntaxException {
    if (tree.DOT() != null && !tree.NAME(0).getText().equals(FUNCTION_MODULE)) {
      throw SyntaxErrors.at(
          tree.NAME(0).getSymbol(),
          "functions of " + tree.NAME(0).getText() + " cannot be called",
          "a function's plain name");
    }
    return new Node.Call(
        unquoted(tree.function.getText()),
        expressions(tree.expression()),
        tree.function.getLine(),
        tree.function.getCharPositionInLine() + 1);
  }

  private Node choice(RuleParser.ChoiceContext tree) throws RuleSyntaxException {
    List<Node.Branch> branches = new ArrayList<>();
    for (RuleParser.BranchContext branch : tree.branch()) {
      branches.add(
          new Node.Branch(expression(branch.expression(0)), expression(branch.expression(1))));
    }
    List<RuleParser.ExpressionContext> others = tree.expression();
    Node otherwise = tree.ELSE() == null ? null : expression(others.getLast());
    boolean hasSubject = others.size() > (tree.ELSE() == null ? 0 : 1);
    return new Node.Choice(hasSubject ? expression(others.getFirst()) : null, branches, otherwise);
  }

  private List<Node> expressions(List<RuleParser.ExpressionContext> trees)
      throws RuleSyntaxException {
    List<Node> nodes = new ArrayList<>();
    for (RuleParser.ExpressionContext tree : trees) {
      nodes.add(expression(tree));
    }
    return nodes;
  }

  private Node.Path path(RuleParser.NameContext root, List<RuleParser.PathStepContext> trees)
      throws RuleSyntaxException {
    List<Node.Step> steps = new ArrayList<>();
    for (RuleParser.PathStepContext tree : trees) {
      steps.add(step(tree));
    }
    return new Node.Path(name(root), steps);
  }

  private Node.Step step(RuleParser.PathStepContext tree) throws RuleSyntaxException {
    return switch (tree) {
      case RuleParser.KeyContext key -> new Node.Step.Key(unquoted(key.getChild(1).getText()));
      case RuleParser.FixedIndexContext index -> position(index.bound());
      case RuleParser.SliceContext slice ->
          new Node.Step.Slice(
              position(slice.bound(0)).position(), position(slice.bound(1)).position());
      case RuleParser.NamedIndexContext index ->
          new Node.Step.NamedIndex(path(index.name(), index.pathStep()));
      default ->
          throw new IllegalStateException(
              "the grammar has a path step that is not read: " + tree.getText());
    };
  }

  private static Node.Step.Index position(RuleParser.BoundContext tree) throws RuleSyntaxException {
    boolean negative = tree.MINUS() != null;
    try {
      int size = Integer.parseInt(tree.INTEGER().getText());
      return new Node.Step.Index(negative ? -size : size, negative);
    } catch (NumberFormatException _) {
      throw SyntaxErrors.at(
          tree.INTEGER().getSymbol(), "the index is out of range", "at most " + Integer.MAX_VALUE);
    }
  }

  private static String name(RuleParser.NameContext tree) {
    return unquoted(tree.getText());
  }

  /** All quotes at both ends go; quotes inside stay as they are. */
  private static String unquoted(String text) {
    if (text.isEmpty() || (text.charAt(0) != '\'' && text.charAt(0) != '"')) {
      return text;
    }
    char quote = text.charAt(0);
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == quote) {
      start++;
    }
    while (end > start && text.charAt(end - 1) == quote) {
      end--;
    }
    return text.substring(start, end);
  }
}
