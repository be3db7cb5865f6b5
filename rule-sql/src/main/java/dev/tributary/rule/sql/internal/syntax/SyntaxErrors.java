package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Stops the generated parser at its first complaint. {@link Diagnosis} puts it into words. */
final class SyntaxErrors extends BaseErrorListener {
  private static final int SHOWN_CHARS = 40;

  private final List<Token> tokens;

  SyntaxErrors(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Carries the error out of the generated code, which cannot throw checked exceptions. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RuleSyntaxException error;

    Stop(RuleSyntaxException error) {
      super(null, null, false, false);
      this.error = error;
    }

    RuleSyntaxException error() {
      return error;
    }
  }

  /** Never repairs: a rule that was guessed at is worse than a rule that was refused. */
  private final class NoRepair extends DefaultErrorStrategy {
    @Override
    public Token recoverInline(Parser recognizer) {
      throw stop(recognizer.getCurrentToken(), recognizer.getExpectedTokens());
    }

    @Override
    public void recover(Parser recognizer, RecognitionException e) {
      throw stop(e.getOffendingToken(), e.getExpectedTokens());
    }

    @Override
    public void sync(Parser recognizer) {
      // Looking ahead for missing or superfluous tokens is repair as well.
    }
  }

  DefaultErrorStrategy strategy() {
    return new NoRepair();
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object symbol,
      int line,
      int column,
      String message,
      @Nullable RecognitionException e) {
    if (recognizer instanceof Parser parser) {
      Token token =
          e == null || e.getOffendingToken() == null
              ? parser.getCurrentToken()
              : e.getOffendingToken();
      IntervalSet expected = e == null ? null : e.getExpectedTokens();
      throw stop(token, expected == null ? parser.getExpectedTokens() : expected);
    }
  }

  private Stop stop(Token token, IntervalSet expected) {
    return new Stop(Diagnosis.of(new Place(tokens, token, expected)));
  }

  static RuleSyntaxException at(Token token, String problem, String expected) {
    return new RuleSyntaxException(
        token.getLine(), token.getCharPositionInLine() + 1, problem, shown(token), expected);
  }

  /** The text of the token, cut if it is long; empty at the end. */
  static String shown(Token token) {
    if (token.getType() == Token.EOF) {
      return "";
    }
    String text = token.getText();
    int whole =
        text.offsetByCodePoints(0, Math.min(SHOWN_CHARS, text.codePointCount(0, text.length())));
    return whole == text.length() ? text : text.substring(0, whole) + "...";
  }
}
