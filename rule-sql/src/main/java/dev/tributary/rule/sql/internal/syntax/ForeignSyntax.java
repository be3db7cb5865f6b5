package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** What people bring along from other languages, and what this one has instead. */
final class ForeignSyntax {
  private static final Set<String> OF_TABLES =
      Set.of("ORDER", "GROUP", "HAVING", "LIMIT", "JOIN", "INNER", "LEFT", "UNION");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("IS", "is_null(x) or is_not_null(x)"),
          Map.entry("LIKE", "regex_match(text, pattern), or =~ with a topic filter"),
          Map.entry("BETWEEN", "x >= low AND x <= high"),
          Map.entry("XOR", "AND, OR and NOT"),
          Map.entry("UPDATE", "SELECT or FOREACH: a rule only reads"),
          Map.entry("INSERT", "SELECT or FOREACH: a rule only reads"),
          Map.entry("DELETE", "SELECT or FOREACH: a rule only reads"),
          Map.entry("WITH", "SELECT or FOREACH, where an alias serves the columns after it"));

  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("==", "a single ="),
          Map.entry("=>", ">="),
          Map.entry("=<", "<="),
          Map.entry("=!", "!="),
          Map.entry("**", "power(x, y)"),
          Map.entry("//", "div for integers, or a single /"),
          Map.entry("/*", "-- before a comment, which ends with the line"),
          Map.entry("->", "a dot, as in payload.a"),
          Map.entry("||", "OR, or + to join strings"),
          Map.entry("&&", "AND"),
          Map.entry("::", "int(x), float(x), str(x) or bool(x)"));

  private static final Map<String, String> CHARACTERS =
      Map.ofEntries(
          Map.entry(";", "the end, for a rule is one statement"),
          Map.entry("#", "-- before a comment, or quotes around a topic filter"),
          Map.entry("!", "NOT, or != between two values"),
          Map.entry("%", "mod"),
          Map.entry("|", "OR, + to join strings, or bitor(x, y)"),
          Map.entry("&", "AND, or bitand(x, y)"),
          Map.entry("^", "power(x, y), or bitxor(x, y) for bits"),
          Map.entry("~", "=~ with a topic filter, or regex_match(text, pattern)"),
          Map.entry("?", "CASE WHEN condition THEN x ELSE y END"),
          Map.entry(":", "CASE WHEN condition THEN x ELSE y END, or quotes around a name"),
          Map.entry("{", "a list in [], or map functions such as map_put"),
          Map.entry("}", "a list in [], or map functions such as map_put"),
          Map.entry("`", "double quotes around a name"),
          Map.entry("\\", "unescape('...') around a text with escapes"),
          Map.entry(
              "$",
              "quotes around an event, as in \"$events/client/connected\", or a plain column name"),
          Map.entry("@", "double quotes around a name that begins with a sign"),
          Map.entry("_", "double quotes around a name that begins with _"),
          Map.entry("‘", "straight quotes: 'text'"),
          Map.entry("’", "straight quotes: 'text'"),
          Map.entry("“", "straight quotes: 'text' or \"name\""),
          Map.entry("”", "straight quotes: 'text' or \"name\""));

  private ForeignSyntax() {}

  static Optional<RuleSyntaxException> at(Place place) {
    if (place.type() == RuleLexer.UNKNOWN) {
      return character(place);
    }
    return sign(place)
        .or(() -> word(place.at(), place))
        .or(() ->
            place.typeBack(2) == RuleLexer.DOT ? Optional.empty() : word(place.before(), place));
  }

  private static Optional<RuleSyntaxException> character(Place place) {
    String text = place.at().getText();
    if (text.equals("!") && place.typeBack(1) == RuleLexer.EQ) {
      return place.unexpected("!=");
    }
    String pair = SIGNS.get(text + text);
    if (pair != null && isDoubled(place)) {
      return place.problem("there is no operator " + text + text, pair);
    }
    String instead = CHARACTERS.get(text);
    if (instead == null) {
      instead =
          Character.isLetter(text.codePointAt(0))
              ? "double quotes around a name outside a-z, or single quotes around a text"
              : "quotes around it, if it belongs to a name or a text";
    }
    return place.unexpected(instead);
  }

  private static boolean isDoubled(Place place) {
    Token next = place.after();
    return next.getText().equals(place.at().getText())
        && next.getStartIndex() == place.at().getStopIndex() + 1;
  }

  /** Two signs in a row that are one operator elsewhere. */
  private static Optional<RuleSyntaxException> sign(Place place) {
    if (place.type() == RuleLexer.MINUS && isDoubled(place)) {
      return place.problem("unexpected '--'", "a blank after -- if this is a comment");
    }
    Token before = place.before();
    if (before == null || before.getStopIndex() + 1 != place.at().getStartIndex()) {
      return Optional.empty();
    }
    String pair = before.getText() + place.at().getText();
    return Optional.ofNullable(SIGNS.get(pair))
        .map(instead ->
            new RuleSyntaxException(
                before.getLine(),
                before.getCharPositionInLine() + 1,
                "there is no operator " + pair,
                pair,
                instead));
  }

  private static Optional<RuleSyntaxException> word(@Nullable Token word, Place place) {
    if (word == null || word.getType() != RuleLexer.NAME) {
      return Optional.empty();
    }
    String upper = word.getText().toUpperCase(Locale.ROOT);
    if (OF_TABLES.contains(upper)) {
      return Optional.of(
          SyntaxErrors.at(
              word,
              "there is no " + upper + ", for a rule handles one message at a time",
              ExpectedWords.of(place)));
    }
    return Optional.ofNullable(WORDS.get(upper))
        .map(instead -> SyntaxErrors.at(word, "there is no " + upper, instead));
  }
}
