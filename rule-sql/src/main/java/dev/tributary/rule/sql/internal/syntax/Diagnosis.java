package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parser's complaint into words that tell what to do: the likely mistake if one is
 * recognised, else what may stand there.
 */
final class Diagnosis {
  private Diagnosis() {}

  static RuleSyntaxException of(Place place) {
    return ForeignSyntax.at(place)
        .or(() -> misspeltKeyword(place))
        .or(() -> CommonMistakes.at(place))
        .or(() -> clauseOrder(place))
        .or(() -> bracket(place))
        .or(() -> missingExpression(place))
        .orElseGet(() -> unexpected(place));
  }

  /** The parser often takes a misspelt keyword for an alias and complains about what follows. */
  private static Optional<RuleSyntaxException> misspeltKeyword(Place place) {
    Optional<RuleSyntaxException> here = misspelt(place.at(), place);
    int earlier = place.typeBack(2);
    boolean mayBeAlias = earlier == RuleLexer.DOT || earlier == RuleLexer.AS;
    return here.isPresent() || mayBeAlias ? here : misspelt(place.before(), place);
  }

  private static Optional<RuleSyntaxException> misspelt(@Nullable Token word, Place place) {
    if (word == null || word.getType() != RuleLexer.NAME) {
      return Optional.empty();
    }
    return Spelling.nearest(word.getText(), Keywords.possible(place.clause(), place.opening()))
        .map(meant ->
            SyntaxErrors.at(
                word,
                "unexpected " + Place.shown(word) + " (did you mean " + meant + "?)",
                place.clause() == Token.EOF ? "SELECT or FOREACH" : meant));
  }

  private static Optional<RuleSyntaxException> clauseOrder(Place place) {
    int type = place.type();
    int clause = place.clause();
    if (clause == Token.EOF && type != Token.EOF) {
      return place.problem("a rule begins with " + place.shown(), "SELECT or FOREACH");
    }
    if (place.opening() != null || place.isAfterOperator()) {
      return Optional.empty();
    }
    return switch (type) {
      case RuleLexer.WHERE ->
          switch (clause) {
            case RuleLexer.WHERE ->
                place.problem("WHERE stands twice", "AND or OR between conditions");
            case RuleLexer.FROM -> Optional.empty();
            default -> place.problem("WHERE stands before FROM", "FROM and a topic filter");
          };
      case RuleLexer.FROM ->
          clause == RuleLexer.FROM || clause == RuleLexer.WHERE
              ? place.problem("FROM stands twice", "a comma between topic filters")
              : Optional.empty();
      case RuleLexer.DO, RuleLexer.INCASE -> foreachOrder(place);
      default -> Optional.empty();
    };
  }

  private static Optional<RuleSyntaxException> foreachOrder(Place place) {
    if (!place.isForeach()) {
      return place.problem(
          place.shown() + " belongs to FOREACH", "FROM, or FOREACH in place of SELECT");
    }
    return place.clause() == RuleLexer.FOREACH
        ? Optional.empty()
        : place.problem(
            place.shown() + " stands too late", "this order: FOREACH, DO, INCASE, FROM, WHERE");
  }

  private static Optional<RuleSyntaxException> bracket(Place place) {
    Token opening = place.opening();
    String written = place.at().getText().toUpperCase(Locale.ROOT);
    boolean closes =
        switch (place.type()) {
          case RuleLexer.CLOSE, RuleLexer.CLOSE_LIST, RuleLexer.END -> true;
          default -> false;
        };
    if (opening == null) {
      return closes
          ? place.problem(
              "unexpected " + place.shown() + ", for nothing is open", ExpectedWords.of(place))
          : Optional.empty();
    }
    boolean closesOther = closes && !Openings.closing(opening).equals(written);
    if (!place.isEndOfClause() && !closesOther) {
      return Optional.empty();
    }
    String problem =
        (place.type() == Token.EOF ? "the SQL ends" : "unexpected " + place.shown())
            + ", but "
            + Place.shown(opening)
            + " of line "
            + opening.getLine()
            + ", column "
            + (opening.getCharPositionInLine() + 1)
            + " is still open";
    return place.problem(problem, "'" + Openings.closing(opening) + "'");
  }

  private static Optional<RuleSyntaxException> missingExpression(Place place) {
    Token before = place.before();
    if (before == null || !(place.expected().contains(RuleLexer.CASE) || place.isAfterOpening())) {
      return Optional.empty();
    }
    boolean columns =
        place.isInColumns()
            && place.opening() == null
            && place.isEndOfClause()
            && !place.isAfterOperator();
    boolean missing =
        place.isEndOfClause()
            || Place.isOperator(place.type())
            || ExpectedWords.endsExpression(place.type());
    return missing
        ? place.problem(
            "nothing stands between " + Place.shown(before) + " and " + place.shown(),
            columns ? "columns or *" : "an expression")
        : Optional.empty();
  }

  private static RuleSyntaxException unexpected(Place place) {
    String problem =
        place.type() == Token.EOF ? "the SQL ends too early" : "unexpected " + place.shown();
    return SyntaxErrors.at(place.at(), problem, ExpectedWords.of(place));
  }
}
