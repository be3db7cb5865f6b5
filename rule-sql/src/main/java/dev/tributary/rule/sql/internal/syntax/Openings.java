package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** What is open at one place of the SQL: brackets and CASE. */
final class Openings {
  private final Deque<Token> open = new ArrayDeque<>();

  /**
   * What is open before the token at that index. A keyword after a dot is a key and opens nothing.
   */
  static Openings before(List<Token> tokens, int index) {
    Openings openings = new Openings();
    for (int i = 0; i < index; i++) {
      if (i == 0 || tokens.get(i - 1).getType() != RuleLexer.DOT) {
        openings.read(tokens.get(i));
      }
    }
    return openings;
  }

  private void read(Token token) {
    switch (token.getType()) {
      case RuleLexer.OPEN, RuleLexer.OPEN_LIST, RuleLexer.CASE -> open.push(token);
      case RuleLexer.CLOSE, RuleLexer.CLOSE_LIST, RuleLexer.END -> open.poll();
      default -> {
        // Neither opens nor closes.
      }
    }
  }

  /** What was opened last and is still open, null if nothing is. */
  @Nullable Token last() {
    return open.peek();
  }

  static String closing(Token opening) {
    return switch (opening.getType()) {
      case RuleLexer.OPEN -> ")";
      case RuleLexer.OPEN_LIST -> "]";
      default -> "END";
    };
  }
}
