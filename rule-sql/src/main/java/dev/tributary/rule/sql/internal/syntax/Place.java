package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Where the parser stopped, and what stands around it. */
final class Place {
  private static final Set<Integer> CLAUSES =
      Set.of(
          RuleLexer.SELECT,
          RuleLexer.FOREACH,
          RuleLexer.DO,
          RuleLexer.INCASE,
          RuleLexer.FROM,
          RuleLexer.WHERE);

  private final List<Token> tokens;
  private final Token at;
  private final int index;
  private final IntervalSet expected;
  private final @Nullable Token opening;
  private final int clause;

  /**
   * The place.
   *
   * @param at the first token that fits nothing
   * @param expected types of tokens that the parser would have taken; it may not know all of them
   */
  Place(List<Token> tokens, Token at, IntervalSet expected) {
    this.tokens = tokens;
    this.at = at;
    this.index = at.getTokenIndex();
    this.expected = expected;
    this.opening = Openings.before(tokens, index).last();
    this.clause = clauseBefore();
  }

  Token at() {
    return at;
  }

  int type() {
    return at.getType();
  }

  IntervalSet expected() {
    return expected;
  }

  /** The token before, null at the beginning. */
  @Nullable Token before() {
    return index > 0 ? tokens.get(index - 1) : null;
  }

  /** The type of the token that many places back, EOF beyond the beginning. */
  int typeBack(int count) {
    return index >= count ? tokens.get(index - count).getType() : Token.EOF;
  }

  /** The token that follows; the last one is EOF. */
  Token after() {
    return tokens.get(Math.min(index + 1, tokens.size() - 1));
  }

  /** The bracket or CASE that is open here, null if none is. */
  @Nullable Token opening() {
    return opening;
  }

  /** Whether that bracket or CASE stands right before. */
  boolean isAfterOpening() {
    return opening != null && opening.getTokenIndex() == index - 1;
  }

  boolean isInside(int openingType) {
    return opening != null && opening.getType() == openingType;
  }

  /** Whether the square bracket that is open here looks into a list, and is no list itself. */
  boolean isIndex() {
    return endsOperand(typeBeforeOpening());
  }

  /** Whether the bracket that is open here belongs to a function or to IN. */
  boolean hasArguments() {
    int type = typeBeforeOpening();
    return endsOperand(type)
        || type == RuleLexer.IN
        || type == RuleLexer.DIV
        || type == RuleLexer.MOD;
  }

  private int typeBeforeOpening() {
    return opening == null || opening.getTokenIndex() == 0
        ? Token.EOF
        : tokens.get(opening.getTokenIndex() - 1).getType();
  }

  /** The keyword of the clause that this stands in, EOF before the first one. */
  int clause() {
    return clause;
  }

  boolean isInColumns() {
    return clause == RuleLexer.SELECT || clause == RuleLexer.FOREACH || clause == RuleLexer.DO;
  }

  boolean isForeach() {
    return tokens.getFirst().getType() == RuleLexer.FOREACH;
  }

  /** Whether a new clause, or the end, stands where the parser stopped. */
  boolean isEndOfClause() {
    return type() == Token.EOF || CLAUSES.contains(type());
  }

  /** Whether an operator or a comma stands before, which wants something after it. */
  boolean isAfterOperator() {
    return isOperator(typeBack(1)) && !isAfterEverything();
  }

  /** Whether a star stands before that is a column, no operator: it has nothing to multiply. */
  boolean isAfterEverything() {
    return typeBack(1) == RuleLexer.STAR && !endsOperand(typeBack(2));
  }

  boolean isAfterOperand() {
    return endsOperand(typeBack(1));
  }

  /** Whether the column that ends here already has its name, or can have none. */
  boolean isNamed() {
    return typeBack(2) == RuleLexer.AS
        || (typeBack(1) == RuleLexer.NAME && endsOperand(typeBack(2)))
        || isAfterEverything();
  }

  static boolean isOperator(int type) {
    return switch (type) {
      case RuleLexer.PLUS,
          RuleLexer.MINUS,
          RuleLexer.STAR,
          RuleLexer.SLASH,
          RuleLexer.DIV,
          RuleLexer.MOD,
          RuleLexer.AND,
          RuleLexer.OR,
          RuleLexer.NOT,
          RuleLexer.COMMA ->
          true;
      default -> isComparator(type);
    };
  }

  static boolean isComparator(int type) {
    return switch (type) {
      case RuleLexer.EQ,
          RuleLexer.NE,
          RuleLexer.GT,
          RuleLexer.LT,
          RuleLexer.GE,
          RuleLexer.LE,
          RuleLexer.MATCHES ->
          true;
      default -> false;
    };
  }

  private static boolean endsOperand(int type) {
    return switch (type) {
      case RuleLexer.NAME,
          RuleLexer.QUOTED,
          RuleLexer.STRING,
          RuleLexer.INTEGER,
          RuleLexer.FLOAT,
          RuleLexer.CLOSE,
          RuleLexer.CLOSE_LIST,
          RuleLexer.TRUE,
          RuleLexer.FALSE,
          RuleLexer.END ->
          true;
      default -> false;
    };
  }

  Optional<RuleSyntaxException> problem(String problem, String instead) {
    return Optional.of(SyntaxErrors.at(at, problem, instead));
  }

  Optional<RuleSyntaxException> unexpected(String instead) {
    return problem("unexpected " + shown(), instead);
  }

  /** The token where the parser stopped, as a person would write it down. */
  String shown() {
    return at.getType() == Token.EOF ? "the end" : shown(at);
  }

  /** Keywords in capitals, signs in quotes, everything else as it stands. */
  static String shown(Token token) {
    String text = SyntaxErrors.shown(token);
    if (CLAUSES.contains(token.getType())) {
      return text.toUpperCase(Locale.ROOT);
    }
    char first = text.isEmpty() ? 'x' : text.charAt(0);
    boolean sign = !Character.isLetterOrDigit(first) && first != '\'' && first != '"';
    return sign ? "'" + text + "'" : text;
  }

  private int clauseBefore() {
    for (int i = index - 1; i >= 0; i--) {
      int type = tokens.get(i).getType();
      if (CLAUSES.contains(type) && (i == 0 || tokens.get(i - 1).getType() != RuleLexer.DOT)) {
        return type;
      }
    }
    return Token.EOF;
  }
}
