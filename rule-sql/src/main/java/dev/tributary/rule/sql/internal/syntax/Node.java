package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as analysed: what the SQL means, free of how it was written. Nesting is bounded by
 * the parser.
 */
public sealed interface Node {
  /** A constant. */
  record Literal(Value value) implements Node {}

  /** A column, an alias, or something inside one. */
  record Path(String root, List<Step> steps) implements Node {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /** {@code [a, b]}. */
  record ListOf(List<Node> elements) implements Node {
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  /** {@code [first..last]}, both included. */
  record RangeOf(long first, long last) implements Node {}

  /** A function call and where it stands, for errors about its name and arguments. */
  record Call(String function, List<Node> arguments, int line, int column) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code first + a - b ...}: one precedence level, left to right. */
  record Chain(Node first, List<Link> links) implements Node {
    public Chain {
      links = List.copyOf(links);
    }
  }

  /** One operator of a chain with its right side. */
  record Link(Operator operator, Node operand) {}

  enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    DIV("div"),
    MOD("mod");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** One or more signs before an operand, summed up. */
  record Signed(boolean negative, Node operand) implements Node {}

  record Compare(Comparator comparator, Node left, Node right) implements Node {}

  enum Comparator {
    EQ("="),
    NE("!="),
    GT(">"),
    LT("<"),
    GE(">="),
    LE("<="),
    MATCHES("=~");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** {@code value [NOT] IN (a, b)}. */
  record In(boolean negated, Node value, List<Node> candidates) implements Node {
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  record And(List<Node> conditions) implements Node {
    public And {
      conditions = List.copyOf(conditions);
    }
  }

  record Or(List<Node> conditions) implements Node {
    public Or {
      conditions = List.copyOf(conditions);
    }
  }

  record Not(Node condition) implements Node {}

  /**
   * CASE: with a subject its value is compared with each WHEN, without one each WHEN is a
   * condition.
   */
  record Choice(@Nullable Node subject, List<Branch> branches, @Nullable Node otherwise)
      implements Node {
    public Choice {
      branches = List.copyOf(branches);
    }
  }

  record Branch(Node when, Node then) {}

  /** A step of a path. */
  sealed interface Step {
    record Key(String name) implements Step {}

    /** 1-based; negative counts from the end. {@code negative} tells {@code -0} from {@code 0}. */
    record Index(int position, boolean negative) implements Step {}

    record Slice(int first, int last) implements Step {}

    /** The index is looked up, by the side of the path's own root. */
    record NamedIndex(Path path) implements Step {}
  }
}
