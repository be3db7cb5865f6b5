package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in words what may stand at a place. */
final class ExpectedWords {
  private ExpectedWords() {}

  /** Where a loop of the grammar has ended the parser names only what follows; the clause tells. */
  static String of(Place place) {
    IntervalSet expected = place.expected();
    if (expected.contains(RuleLexer.CASE)) {
      return startOfExpression(expected);
    }
    if (place.clause() == RuleLexer.FROM && expected.contains(RuleLexer.STRING)) {
      return "a topic filter or an event, in quotes";
    }
    String only = only(expected);
    if (!only.isEmpty()) {
      return only;
    }
    Token opening = place.opening();
    if (opening != null) {
      return inside(opening, place.hasArguments());
    }
    return switch (place.clause()) {
      case RuleLexer.SELECT, RuleLexer.DO ->
          place.isNamed() ? "a comma or FROM" : "an operator, a comma, AS and a name, or FROM";
      case RuleLexer.FOREACH -> "a comma, DO, INCASE or FROM";
      case RuleLexer.INCASE -> "an operator, AND, OR or FROM";
      case RuleLexer.FROM -> "a comma, WHERE or the end";
      case RuleLexer.WHERE -> "an operator, AND, OR or the end";
      default -> "SELECT or FOREACH";
    };
  }

  private static String startOfExpression(IntervalSet expected) {
    List<String> words = new ArrayList<>(List.of("an expression"));
    if (expected.contains(RuleLexer.CLOSE)) {
      words.add("')'");
    }
    if (expected.contains(RuleLexer.CLOSE_LIST)) {
      words.add("']'");
    }
    if (expected.contains(RuleLexer.WHEN)) {
      words.add("WHEN");
    }
    return String.join(" or ", words);
  }

  /** Where the grammar leaves hardly a choice; empty if it leaves one. */
  private static String only(IntervalSet expected) {
    if (expected.size() > 2 || expected.contains(RuleLexer.FROM)) {
      return "";
    }
    if (expected.contains(RuleLexer.WHEN)) {
      return "WHEN: a CASE needs at least one";
    }
    if (expected.contains(RuleLexer.THEN)) {
      return "THEN";
    }
    return expected.contains(RuleLexer.NAME) ? "a name, which begins with a letter" : "";
  }

  private static String inside(Token opening, boolean arguments) {
    return switch (opening.getType()) {
      case RuleLexer.OPEN ->
          arguments ? "an operator, a comma or ')'" : "an operator, AND, OR or ')'";
      case RuleLexer.OPEN_LIST -> "a comma or ']'";
      default -> "an operator, WHEN, THEN, ELSE or END";
    };
  }

  static boolean endsExpression(int type) {
    return switch (type) {
      case RuleLexer.CLOSE,
          RuleLexer.CLOSE_LIST,
          RuleLexer.WHEN,
          RuleLexer.THEN,
          RuleLexer.ELSE,
          RuleLexer.END,
          RuleLexer.AS ->
          true;
      default -> false;
    };
  }
}
