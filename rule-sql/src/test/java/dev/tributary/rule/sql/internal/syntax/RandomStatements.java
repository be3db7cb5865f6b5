package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Statements that use every construct of the grammar, as the reader would make them. */
public final class RandomStatements {
  private static final int DEPTH = 3;
  private static final List<String> NAMES =
      List.of(
          "payload",
          "clientid",
          "topic",
          "a",
          "b2",
          "x_y",
          "m$",
          "n@",
          "o~",
          "item",
          "select",
          "div",
          "true",
          "TRUE",
          "with space",
          "温度",
          "",
          "9num",
          "it's",
          "null");
  private static final List<String> TEXTS =
      List.of(
          "",
          "x",
          "it''s",
          "a/+/b",
          "{\"k\": [1, 2.5]}",
          "--",
          "\n",
          "温度",
          "$events",
          "a\"b",
          "7",
          "-1.5",
          "%Y-%m-%d",
          ".a",
          "second",
          "md5");
  private static final List<String> FUNCTIONS =
      List.of(
          "upper",
          "concat",
          "split",
          "map_get",
          "div",
          "mod",
          "nth",
          "sprintf",
          "jq",
          "str",
          "json_decode",
          "substr",
          "coalesce",
          "is_null",
          "regex_match",
          "no_such",
          "odd name");
  private static final List<String> NUMBERS =
      List.of("0", "1", "7", "9007199254740993", "9223372036854775808", "1" + "0".repeat(400));
  private static final double[] REALS = {0.0, 0.5, 1.5e3, 1.0e22, 123456789.125, 4.9e-324, 1e300};

  private final RandomGenerator random;

  public RandomStatements(RandomGenerator random) {
    this.random = random;
  }

  public Statement next() {
    List<Statement.Column> columns = columns();
    Statement.Loop loop = null;
    if (random.nextInt(3) == 0) {
      columns = new ArrayList<>(columns);
      columns.add(item(columns.size() + 1));
      loop = new Statement.Loop(chance(3) ? List.of() : columns(), chance(2) ? null : node(DEPTH));
    }
    return new Statement(
        columns,
        loop,
        some(3, () -> pick(List.of("t/#", "t", "", "$events/client/+", "it''s", "a\"b"))),
        chance(2) ? null : node(DEPTH));
  }

  private List<Statement.Column> columns() {
    int count = 1 + random.nextInt(4);
    List<Statement.Column> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add(chance(8) ? new Statement.Column.Everything() : item(i));
    }
    return columns;
  }

  private Statement.Column item(int position) {
    Node node = node(DEPTH);
    return chance(3)
        ? new Statement.Column.Item(node, Aliases.unnamed(node, position), false)
        : new Statement.Column.Item(node, path(2, false), true);
  }

  private Node node(int depth) {
    if (depth == 0) {
      return chance(2) ? literal() : path(1, true);
    }
    int inner = depth - 1;
    return switch (random.nextInt(14)) {
      case 0 -> literal();
      case 1, 2 -> path(2, true);
      case 3 -> new Node.ListOf(random.nextInt(4) == 0 ? List.of() : nodes(1, inner));
      case 4 -> new Node.RangeOf(random.nextInt(-9, 9), random.nextInt(-9, 9));
      case 5 -> new Node.Call(pick(FUNCTIONS), chance(5) ? List.of() : nodes(1, inner), 0, 0);
      case 6 -> chain(inner, Node.Operator.ADD, Node.Operator.SUBTRACT);
      case 7 ->
          chain(
              inner,
              Node.Operator.MULTIPLY,
              Node.Operator.DIVIDE,
              Node.Operator.DIV,
              Node.Operator.MOD);
      case 8 -> new Node.Signed(random.nextBoolean(), node(inner));
      case 9 -> new Node.Compare(pick(List.of(Node.Comparator.values())), node(inner), node(inner));
      case 10 -> new Node.In(random.nextBoolean(), node(inner), nodes(1, inner));
      case 11 ->
          random.nextBoolean() ? new Node.And(nodes(2, inner)) : new Node.Or(nodes(2, inner));
      case 12 -> new Node.Not(node(inner));
      default -> choice(inner);
    };
  }

  private Node literal() {
    return new Node.Literal(
        switch (random.nextInt(4)) {
          case 0 -> Value.of(pick(TEXTS));
          case 1 -> Value.of(new BigInteger(pick(NUMBERS)));
          case 2 -> Value.of(REALS[random.nextInt(REALS.length)]);
          default -> Value.of(random.nextBoolean());
        });
  }

  private Node chain(int depth, Node.Operator... operators) {
    return new Node.Chain(
        node(depth),
        some(3, () -> new Node.Link(operators[random.nextInt(operators.length)], node(depth))));
  }

  private Node choice(int depth) {
    return new Node.Choice(
        maybe(depth), some(2, () -> new Node.Branch(node(depth), node(depth))), maybe(depth));
  }

  private @Nullable Node maybe(int depth) {
    return random.nextBoolean() ? node(depth) : null;
  }

  private Node.Path path(int depth, boolean slices) {
    List<Node.Step> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      steps.add(step(depth, slices));
    }
    return new Node.Path(pick(NAMES), steps);
  }

  private Node.Step step(int depth, boolean slices) {
    return switch (random.nextInt(slices && depth > 0 ? 6 : 4)) {
      case 0, 1, 2 -> new Node.Step.Key(chance(3) ? pick(TEXTS) : pick(NAMES));
      case 3 -> {
        int position = random.nextInt(-3, 4);
        yield new Node.Step.Index(position, position < 0 || (position == 0 && chance(2)));
      }
      case 4 -> new Node.Step.Slice(random.nextInt(-3, 4), random.nextInt(-3, 4));
      default -> new Node.Step.NamedIndex(path(depth - 1, true));
    };
  }

  private List<Node> nodes(int least, int depth) {
    List<Node> nodes = new ArrayList<>();
    for (int i = least + random.nextInt(3); i > 0; i--) {
      nodes.add(node(depth));
    }
    return nodes;
  }

  private <T> List<T> some(int most, Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      all.add(one.get());
    }
    return all;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
