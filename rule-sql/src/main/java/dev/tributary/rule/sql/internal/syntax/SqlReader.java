package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import dev.tributary.rule.sql.internal.grammar.RuleParser;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Reads SQL text into a statement, or says what is wrong with it. The only place that drives the
 * generated parser.
 */
public final class SqlReader {
  private SqlReader() {}

  public static Statement read(String sql, SqlLimits limits) throws RuleSyntaxException {
    if (sql.length() > limits.sqlChars()) {
      throw new RuleSyntaxException(
          1, 1, "the SQL has " + sql.length() + " characters", "", "at most " + limits.sqlChars());
    }
    RuleLexer lexer = new RuleLexer(CharStreams.fromString(sql));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkQuotes(tokens);
    checkNesting(tokens, limits.nesting());
    try {
      return parse(tokens, PredictionMode.SLL);
    } catch (SyntaxErrors.Stop _) {
      // The quick prediction may refuse what the full one takes; only the full one may complain.
      tokens.seek(0);
    }
    try {
      return parse(tokens, PredictionMode.LL);
    } catch (SyntaxErrors.Stop stop) {
      throw stop.error();
    }
  }

  private static Statement parse(CommonTokenStream tokens, PredictionMode mode)
      throws RuleSyntaxException {
    RuleParser parser = new RuleParser(tokens);
    parser.getInterpreter().setPredictionMode(mode);
    SyntaxErrors errors = new SyntaxErrors(tokens.getTokens());
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    parser.setErrorHandler(errors.strategy());
    return new TreeReader().statement(parser.statement());
  }

  /** A quote that nothing closes is no text: what follows it would only be misread. */
  private static void checkQuotes(CommonTokenStream tokens) throws RuleSyntaxException {
    for (Token token : tokens.getTokens()) {
      String text = token.getText();
      if (token.getType() == RuleLexer.UNKNOWN && (text.equals("'") || text.equals("\""))) {
        throw SyntaxErrors.at(
            token,
            "the quote " + text + " is never closed",
            "a closing " + text + ", or one less before it");
      }
    }
  }

  /**
   * Only brackets and CASE nest, so counting them bounds the recursion of everything that follows.
   * After a dot a keyword is a key; other closing words without an opening one stop the parser
   * where they stand.
   */
  private static void checkNesting(CommonTokenStream tokens, int limit) throws RuleSyntaxException {
    int depth = 0;
    int before = Token.EOF;
    for (Token token : tokens.getTokens()) {
      if (before != RuleLexer.DOT) {
        depth += depthChange(token.getType());
      }
      if (depth > limit) {
        throw SyntaxErrors.at(
            token, "nested too deeply", "at most " + limit + " levels of brackets and CASE");
      }
      before = token.getType();
    }
  }

  private static int depthChange(int type) {
    return switch (type) {
      case RuleLexer.OPEN, RuleLexer.OPEN_LIST, RuleLexer.CASE -> 1;
      case RuleLexer.CLOSE, RuleLexer.CLOSE_LIST, RuleLexer.END -> -1;
      default -> 0;
    };
  }
}
