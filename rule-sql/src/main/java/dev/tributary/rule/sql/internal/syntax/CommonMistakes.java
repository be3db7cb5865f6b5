package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Mistakes of quoting, numbers, paths and indexes that deserve a sentence of their own. */
final class CommonMistakes {
  private CommonMistakes() {}

  static Optional<RuleSyntaxException> at(Place place) {
    return quoting(place)
        .or(() -> numbers(place))
        .or(() -> paths(place))
        .or(() -> indexes(place))
        .or(() -> conditions(place));
  }

  private static Optional<RuleSyntaxException> quoting(Place place) {
    int type = place.type();
    if (place.clause() == RuleLexer.FROM
        && (type == RuleLexer.SLASH || type == RuleLexer.PLUS || type == RuleLexer.STAR)) {
      return place.unexpected("quotes around a topic filter, as in \"a/+/b\"");
    }
    boolean alias =
        place.typeBack(1) == RuleLexer.AS || (place.isAfterOperand() && !place.isNamed());
    if (type == RuleLexer.STRING && alias && place.opening() == null && place.isInColumns()) {
      return place.unexpected("double quotes around an alias: " + place.shown().replace('\'', '"'));
    }
    return Optional.empty();
  }

  private static Optional<RuleSyntaxException> numbers(Place place) {
    Token before = place.before();
    if (before != null
        && (before.getText().equals("MOD") || before.getText().equals("DIV"))
        && before.getType() == RuleLexer.NAME) {
      String small = before.getText().toLowerCase(Locale.ROOT);
      return Optional.of(
          SyntaxErrors.at(before, "unexpected " + before.getText(), small + " in small letters"));
    }
    boolean point =
        place.type() == RuleLexer.DOT
            && (place.typeBack(1) == RuleLexer.INTEGER
                || place.after().getType() == RuleLexer.INTEGER);
    return point && place.typeBack(2) != RuleLexer.DOT
        ? place.unexpected("digits on both sides of the point, as in 0.5")
        : Optional.empty();
  }

  private static Optional<RuleSyntaxException> paths(Place place) {
    int type = place.type();
    if (place.typeBack(1) == RuleLexer.DOT) {
      return place.unexpected("a key: a name, a text in quotes or an integer");
    }
    if (type == RuleLexer.RANGE && place.isAfterOperand() && !place.isInside(RuleLexer.OPEN_LIST)) {
      return place.unexpected("a single dot, or a range in []");
    }
    boolean step = type == RuleLexer.DOT || type == RuleLexer.OPEN_LIST;
    return step && place.isAfterOperand()
        ? place.unexpected("a path that begins with a name: give the value an alias and use that")
        : Optional.empty();
  }

  private static Optional<RuleSyntaxException> indexes(Place place) {
    if (!place.isInside(RuleLexer.OPEN_LIST)) {
      return Optional.empty();
    }
    if (place.typeBack(1) == RuleLexer.RANGE || place.type() == RuleLexer.RANGE) {
      return place.unexpected("integers on both sides of .., as in [1..3]");
    }
    boolean isIndex = place.isIndex();
    if (isIndex && place.type() == RuleLexer.STRING) {
      return place.problem("a key stands in []", "a dot before it: ." + place.shown());
    }
    return isIndex && !place.isEndOfClause()
        ? place.unexpected("an index: an integer, the name of a variable, or a range as in [1..3]")
        : Optional.empty();
  }

  private static Optional<RuleSyntaxException> conditions(Place place) {
    if (place.typeBack(1) == RuleLexer.IN) {
      return place.unexpected(
          "'(' and values, as in IN (1, 2); contains(value, list) looks into a list");
    }
    if (Place.isComparator(place.type()) && place.isAfterOperand()) {
      return place.unexpected("AND between two comparisons");
    }
    if (place.type() == RuleLexer.STAR && place.typeBack(1) == RuleLexer.OPEN) {
      return place.unexpected("an expression: * stands only as a column of its own");
    }
    return Optional.empty();
  }
}
