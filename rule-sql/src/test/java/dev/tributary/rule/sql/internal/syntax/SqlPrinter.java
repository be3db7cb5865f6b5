package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements as SQL, with no more brackets than needed: reading the text gives the same statement.
 */
public final class SqlPrinter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_$@~]*");
  private static final Set<String> KEYWORDS =
      Set.of(
          "SELECT", "FOREACH", "DO", "INCASE", "FROM", "WHERE", "AS", "AND", "OR", "NOT", "IN",
          "CASE", "WHEN", "THEN", "ELSE", "END");
  private static final Set<String> SMALL_KEYWORDS = Set.of("true", "false", "div", "mod");

  // How tightly a node binds; a looser one inside a tighter one gets brackets.
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int SUM = 5;
  private static final int PRODUCT = 6;
  private static final int SIGNED = 7;
  private static final int OPERAND = 8;

  private SqlPrinter() {}

  public static String print(Statement statement) {
    Statement.Loop loop = statement.loop();
    StringBuilder sql = new StringBuilder(loop == null ? "SELECT " : "FOREACH ");
    sql.append(columns(statement.columns()));
    if (loop != null) {
      sql.append(loop.columns().isEmpty() ? "" : " DO " + columns(loop.columns()));
      sql.append(clause(" INCASE ", loop.incase()));
    }
    sql.append(
        statement.sources().stream()
            .map(SqlPrinter::quoted)
            .collect(Collectors.joining(", ", " FROM ", "")));
    return sql.append(clause(" WHERE ", statement.where())).toString();
  }

  private static String clause(String keyword, @Nullable Node condition) {
    return condition == null ? "" : keyword + any(condition);
  }

  private static String columns(List<Statement.Column> columns) {
    return columns.stream().map(SqlPrinter::column).collect(Collectors.joining(", "));
  }

  private static String column(Statement.Column column) {
    return switch (column) {
      case Statement.Column.Everything _ -> "*";
      case Statement.Column.Item(Node node, Node.Path alias, boolean named) ->
          any(node) + (named ? " AS " + path(alias) : "");
    };
  }

  private static String any(Node node) {
    return print(node, OR);
  }

  private static String print(Node node, int level) {
    String text = text(node);
    return level(node) < level ? "(" + text + ")" : text;
  }

  private static int level(Node node) {
    return switch (node) {
      case Node.Or _ -> OR;
      case Node.And _ -> AND;
      case Node.Not _ -> NOT;
      case Node.Compare _, Node.In _ -> COMPARISON;
      case Node.Chain chain -> isSum(chain) ? SUM : PRODUCT;
      case Node.Signed _ -> SIGNED;
      case Node.Literal _, Node.Path _, Node.ListOf _, Node.RangeOf _, Node.Call _, Node.Choice _ ->
          OPERAND;
    };
  }

  private static boolean isSum(Node.Chain chain) {
    Node.Operator operator = chain.links().getFirst().operator();
    return operator == Node.Operator.ADD || operator == Node.Operator.SUBTRACT;
  }

  private static String text(Node node) {
    return switch (node) {
      case Node.Literal(Value value) -> literal(value);
      case Node.Path path -> path(path);
      case Node.ListOf(List<Node> elements) -> "[" + list(elements) + "]";
      case Node.RangeOf(long first, long last) -> "[" + first + ".." + last + "]";
      case Node.Call call ->
          (call.function().equals("div") || call.function().equals("mod")
                  ? call.function()
                  : name(call.function()))
              + "("
              + list(call.arguments())
              + ")";
      case Node.Chain chain -> chain(chain);
      case Node.Signed(boolean negative, Node operand) ->
          (negative ? "-" : "- -") + print(operand, OPERAND);
      case Node.Compare(Node.Comparator comparator, Node left, Node right) ->
          print(left, SUM) + " " + comparator.sign() + " " + print(right, SUM);
      case Node.In(boolean negated, Node value, List<Node> candidates) ->
          print(value, SUM) + (negated ? " NOT IN (" : " IN (") + list(candidates) + ")";
      case Node.And(List<Node> conditions) -> joined(conditions, " AND ", NOT);
      case Node.Or(List<Node> conditions) -> joined(conditions, " OR ", AND);
      case Node.Not(Node condition) -> "NOT " + print(condition, COMPARISON);
      case Node.Choice choice -> choice(choice);
    };
  }

  private static String literal(Value value) {
    return switch (value) {
      case Value.Text text -> "'" + text.string() + "'";
      case Value.Float(double number) -> Double.toString(number);
      default -> Json.writeText(value);
    };
  }

  private static String chain(Node.Chain chain) {
    int level = isSum(chain) ? PRODUCT : SIGNED;
    StringBuilder sql = new StringBuilder(print(chain.first(), level));
    for (Node.Link link : chain.links()) {
      sql.append(' ').append(link.operator().sign()).append(' ');
      sql.append(print(link.operand(), level));
    }
    return sql.toString();
  }

  private static String choice(Node.Choice choice) {
    StringBuilder sql = new StringBuilder("CASE");
    Node subject = choice.subject();
    if (subject != null) {
      sql.append(' ').append(any(subject));
    }
    for (Node.Branch branch : choice.branches()) {
      sql.append(" WHEN ").append(any(branch.when())).append(" THEN ").append(any(branch.then()));
    }
    Node otherwise = choice.otherwise();
    return sql.append(otherwise == null ? "" : " ELSE " + any(otherwise)).append(" END").toString();
  }

  private static String list(List<Node> nodes) {
    return joined(nodes, ", ", OR);
  }

  private static String joined(List<Node> nodes, String between, int level) {
    return nodes.stream().map(node -> print(node, level)).collect(Collectors.joining(between));
  }

  private static String path(Node.Path path) {
    StringBuilder sql = new StringBuilder(name(path.root()));
    for (Node.Step step : path.steps()) {
      sql.append(
          switch (step) {
            case Node.Step.Key(String name) ->
                "." + (PLAIN.matcher(name).matches() ? name : quoted(name));
            case Node.Step.Index(int position, boolean negative) ->
                "[" + (negative ? "-" : "") + Math.abs(position) + "]";
            case Node.Step.Slice(int first, int last) -> "[" + first + ".." + last + "]";
            case Node.Step.NamedIndex(Node.Path index) -> "[" + path(index) + "]";
          });
    }
    return sql.toString();
  }

  private static String name(String name) {
    boolean plain =
        PLAIN.matcher(name).matches()
            && !KEYWORDS.contains(name.toUpperCase(Locale.ROOT))
            && !SMALL_KEYWORDS.contains(name);
    return plain ? name : "\"" + name + "\"";
  }

  /** In double quotes, unless the text has such quotes where they would not survive. */
  private static String quoted(String text) {
    boolean ends = text.startsWith("\"") || text.endsWith("\"");
    boolean single = text.replace("\"\"", "").contains("\"");
    return ends || single ? "'" + text + "'" : "\"" + text + "\"";
  }
}
