package dev.tributary.rule.sql.internal.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.Vectors;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Parse, print, parse: the same statement, whatever the statement. A failure names its seed. */
class SqlPrinterTest {
  private static final int STATEMENTS = Integer.getInteger("tributary.printer.statements", 3_000);
  private static final SqlLimits LIMITS = new SqlLimits(1 << 20, 200, 1, 1);

  @Test
  void whatIsPrintedIsReadAsTheSameStatement() throws RuleSyntaxException {
    for (long seed = 0; seed < STATEMENTS; seed++) {
      Statement statement = new RandomStatements(new SplittableRandom(seed)).next();
      String sql = SqlPrinter.print(statement);
      assertThat(read(sql)).as("seed %d: %s", seed, sql).isEqualTo(statement);
    }
  }

  @Test
  void recordedRulesSurviveThePrinter() {
    for (Value.Map recorded : Vectors.read("rules.jsonl")) {
      String sql = recorded.value("sql").toString();
      try {
        Statement statement = read(sql);
        String printed = SqlPrinter.print(statement);
        assertThat(read(printed)).as("%s printed as %s", sql, printed).isEqualTo(statement);
      } catch (RuleSyntaxException _) {
        assertThat(((Value.Map) recorded.value("expect")).value("status").toString())
            .as(sql)
            .isEqualTo("error");
      }
    }
  }

  @Test
  void bracketsStandOnlyWhereTheyMatter() throws RuleSyntaxException {
    assertThat(SqlPrinter.print(read("select ((a))+(b*c)-(d-e) as x.'y' from 't/#'")))
        .isEqualTo("SELECT a + b * c - (d - e) AS x.y FROM \"t/#\"");
    assertThat(SqlPrinter.print(read("SELECT 1 FROM t WHERE not ((a = 1) and (b <> 2 or c))")))
        .isEqualTo("SELECT 1 FROM \"t\" WHERE NOT (a = 1 AND (b != 2 OR c))");
  }

  private static Statement read(String sql) throws RuleSyntaxException {
    Statement read = SqlReader.read(sql, LIMITS);
    Statement.Loop loop = read.loop();
    return new Statement(
        columns(read.columns()),
        loop == null ? null : new Statement.Loop(columns(loop.columns()), optional(loop.incase())),
        read.sources(),
        optional(read.where()));
  }

  // Where a function stands in the text is the only thing that printing changes.

  private static List<Statement.Column> columns(List<Statement.Column> columns) {
    return columns.stream()
        .<Statement.Column>map(column ->
            switch (column) {
              case Statement.Column.Everything everything -> everything;
              case Statement.Column.Item(Node node, Node.Path alias, boolean named) ->
                  new Statement.Column.Item(unplaced(node), alias, named);
            })
        .toList();
  }

  private static @Nullable Node optional(@Nullable Node node) {
    return node == null ? null : unplaced(node);
  }

  private static List<Node> all(List<Node> nodes) {
    return nodes.stream().map(SqlPrinterTest::unplaced).toList();
  }

  private static Node unplaced(Node node) {
    return switch (node) {
      case Node.Literal _, Node.Path _, Node.RangeOf _ -> node;
      case Node.ListOf(List<Node> elements) -> new Node.ListOf(all(elements));
      case Node.Call call -> new Node.Call(call.function(), all(call.arguments()), 0, 0);
      case Node.Chain(Node first, List<Node.Link> links) ->
          new Node.Chain(
              unplaced(first),
              links.stream()
                  .map(link -> new Node.Link(link.operator(), unplaced(link.operand())))
                  .toList());
      case Node.Signed(boolean negative, Node operand) ->
          new Node.Signed(negative, unplaced(operand));
      case Node.Compare(Node.Comparator comparator, Node left, Node right) ->
          new Node.Compare(comparator, unplaced(left), unplaced(right));
      case Node.In(boolean negated, Node value, List<Node> candidates) ->
          new Node.In(negated, unplaced(value), all(candidates));
      case Node.And(List<Node> conditions) -> new Node.And(all(conditions));
      case Node.Or(List<Node> conditions) -> new Node.Or(all(conditions));
      case Node.Not(Node condition) -> new Node.Not(unplaced(condition));
      case Node.Choice(Node subject, List<Node.Branch> branches, Node otherwise) ->
          new Node.Choice(
              optional(subject),
              branches.stream()
                  .map(branch -> new Node.Branch(unplaced(branch.when()), unplaced(branch.then())))
                  .toList(),
              optional(otherwise));
    };
  }
}
