package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.util.List;

/**
 * Names for columns that have none: a path is its own name, everything else gets one that tells
 * what it is.
 */
final class Aliases {
  private Aliases() {}

  /**
   * The output path of an unnamed column.
   *
   * @param position of the column, which keeps invented names apart
   */
  static Node.Path unnamed(Node node, int position) {
    return switch (node) {
      case Node.Path path ->
          new Node.Path(path.root(), path.steps().stream().filter(Aliases::isWritable).toList());
      case Node.Literal(Value.Text text) -> plain(text.string());
      case Node.Literal literal -> invented("const_" + TextForm.string(literal.value()), position);
      case Node.Chain chain ->
          invented(operator(chain.links().getLast().operator().sign()), position);
      case Node.Compare compare -> invented(operator(compare.comparator().sign()), position);
      case Node.Signed _ -> invented(operator("-"), position);
      case Node.In _ -> invented(operator("in"), position);
      case Node.And _ -> invented(operator("and"), position);
      case Node.Or _ -> invented(operator("or"), position);
      case Node.Not _ -> invented(operator("not"), position);
      case Node.Call call -> invented("fun_" + call.function(), position);
      case Node.Choice _ -> invented("case", position);
      case Node.RangeOf _ -> invented("range", position);
      case Node.ListOf(List<Node> elements) -> invented("list_" + elements.size(), position);
    };
  }

  /** A range reads a list and is put where the list was. */
  private static boolean isWritable(Node.Step step) {
    return !(step instanceof Node.Step.Slice);
  }

  /** Quoted as the original quotes them, for which mod is a plain word. */
  private static String operator(String sign) {
    return sign.equals("mod") ? "op_mod" : "op_'" + sign + "'";
  }

  private static Node.Path invented(String what, int position) {
    return plain("_v_" + what + "_" + position);
  }

  private static Node.Path plain(String name) {
    return new Node.Path(name, List.of());
  }
}
