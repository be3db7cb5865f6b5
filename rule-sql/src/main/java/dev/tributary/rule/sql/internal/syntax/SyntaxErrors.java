package dev.tributary.rule.sql.internal.syntax;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.internal.grammar.RuleLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Turns the generated parser's first complaint into words, and stops the parser there. */
final class SyntaxErrors extends BaseErrorListener {
  private static final int SHOWN_CHARS = 40;
  private static final int SHOWN_TOKENS = 8;

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
  private static final class NoRepair extends DefaultErrorStrategy {
    @Override
    public Token recoverInline(Parser recognizer) {
      Token token = recognizer.getCurrentToken();
      throw unexpected(token, words(recognizer.getExpectedTokens()));
    }

    @Override
    public void recover(Parser recognizer, RecognitionException e) {
      throw unexpected(e.getOffendingToken(), words(e.getExpectedTokens()));
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
      IntervalSet expected = e == null ? parser.getExpectedTokens() : e.getExpectedTokens();
      throw unexpected(token, words(expected == null ? parser.getExpectedTokens() : expected));
    }
  }

  static RuleSyntaxException at(Token token, String problem, String expected) {
    return new RuleSyntaxException(
        token.getLine(), token.getCharPositionInLine() + 1, problem, shown(token), expected);
  }

  private static Stop unexpected(Token token, String expected) {
    String text = shown(token);
    if (token.getType() == Token.EOF) {
      return new Stop(at(token, "the SQL ends too early", expected));
    }
    if (token.getType() == RuleLexer.UNKNOWN && (text.equals("'") || text.equals("\""))) {
      return new Stop(at(token, "the quote " + text + " is never closed", "a closing " + text));
    }
    return new Stop(at(token, "unexpected " + text, expected));
  }

  private static String shown(Token token) {
    if (token.getType() == Token.EOF) {
      return "";
    }
    String text = token.getText();
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }

  private static String words(IntervalSet expected) {
    List<String> words = new ArrayList<>();
    if (expected.contains(RuleLexer.CASE)) {
      words.add("an expression");
    } else {
      addIf(
          words,
          expected,
          RuleLexer.QUOTED,
          expected.contains(RuleLexer.STRING) ? "a quoted topic filter or a key" : "a name");
      addIf(words, expected, RuleLexer.INTEGER, "an integer");
    }
    for (int type : expected.toList()) {
      String word = type == Token.EOF ? "the end" : word(type);
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    List<String> few =
        words.size() > SHOWN_TOKENS
            ? List.of("an operator", "a comma", "AS and a name", "or the next clause")
            : words;
    return String.join(", ", few);
  }

  private static void addIf(List<String> words, IntervalSet expected, int type, String word) {
    if (expected.contains(type)) {
      words.add(word);
    }
  }

  /** Only what is worth naming beside "an expression". */
  private static String word(int type) {
    return switch (type) {
      case RuleLexer.COMMA -> "a comma";
      case RuleLexer.CLOSE -> "')'";
      case RuleLexer.CLOSE_LIST -> "']'";
      case RuleLexer.STAR -> "'*'";
      case RuleLexer.RANGE -> "'..'";
      case RuleLexer.SELECT,
          RuleLexer.FOREACH,
          RuleLexer.DO,
          RuleLexer.INCASE,
          RuleLexer.FROM,
          RuleLexer.WHERE,
          RuleLexer.WHEN,
          RuleLexer.THEN,
          RuleLexer.ELSE,
          RuleLexer.END ->
          RuleLexer.VOCABULARY.getSymbolicName(type);
      default -> "";
    };
  }
}
