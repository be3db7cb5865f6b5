package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Which keywords may follow, so that a misspelt one is recognised. */
final class Keywords {
  private static final List<String> IN_CONDITION = List.of("AND", "OR", "NOT", "IN");
  private static final List<String> IN_CASE =
      List.of("WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "IN");

  private Keywords() {}

  /**
   * The keywords of a place.
   *
   * @param clause type of the keyword whose clause it is, EOF before the first
   * @param opening what is open there, null if nothing is
   */
  static List<String> possible(int clause, @Nullable Token opening) {
    if (opening != null) {
      return opening.getType() == RuleLexer.CASE ? IN_CASE : IN_CONDITION;
    }
    return switch (clause) {
      case RuleLexer.SELECT -> List.of("FROM", "AS", "CASE", "AND", "OR", "NOT");
      case RuleLexer.FOREACH -> List.of("INCASE", "FROM", "DO", "AS", "CASE");
      case RuleLexer.DO -> List.of("INCASE", "FROM", "AS", "CASE", "AND", "OR", "NOT");
      case RuleLexer.INCASE -> List.of("FROM", "AND", "OR", "NOT", "IN", "CASE");
      case RuleLexer.FROM -> List.of("WHERE");
      case RuleLexer.WHERE -> List.of("AND", "OR", "NOT", "IN", "CASE");
      default -> List.of("SELECT", "FOREACH");
    };
  }
}
