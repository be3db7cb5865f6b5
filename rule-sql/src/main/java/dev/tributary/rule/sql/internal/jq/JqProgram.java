package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryBreakException;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.javacc.ParseException;
import net.thisptr.jackson.jq.internal.javacc.Token;
import net.thisptr.jackson.jq.internal.javacc.TokenMgrError;
import org.jspecify.annotations.Nullable;

/**
 * A jq program, ready to run. Immutable; any number of threads may run it at once.
 *
 * <p>A run ends within its limits, whatever the program is; it sees its input and nothing else.
 */
public final class JqProgram {
  private static final int CHARS_MAX = 16 * 1024;
  private static final int SHOWN_MAX = 200;
  private static final Pattern PATTERN_ALTERNATIVES = Pattern.compile("\\bas\\b[^|]*\\?//");

  private final String text;
  private final Expression program;

  private JqProgram(String text, Expression program) {
    this.text = text;
    this.program = program;
  }

  public String text() {
    return text;
  }

  /**
   * Compiles a program.
   *
   * @throws EvaluationException if the text is none, or too long
   */
  public static JqProgram compile(String text) throws EvaluationException {
    if (text.length() > CHARS_MAX) {
      throw new EvaluationException(
          "jq: the program has " + text.length() + " characters, of at most " + CHARS_MAX);
    }
    if (text.isBlank()) {
      throw new EvaluationException("jq: the program is empty; write . for the input itself");
    }
    try {
      String translated = Dialect.translated(text);
      Expression parsed =
          ExpressionParser.compile(translated.isBlank() ? "." : translated, Versions.JQ_1_7);
      return new JqProgram(text, Rewriter.metered(parsed));
    } catch (JsonQueryException e) {
      throw new EvaluationException("jq: not a program: " + mistake(text, e));
    } catch (StackOverflowError _) {
      throw new EvaluationException("jq: the program is nested too deeply");
    } catch (RuntimeException | TokenMgrError e) {
      // The parser has its own exceptions, and lets those of the JDK pass.
      throw new EvaluationException("jq: not a program: " + firstLine(e.getMessage()));
    }
  }

  /**
   * Runs the program on one value.
   *
   * @param nowMillis what {@code now} gives
   * @param timeoutMillis ends the run on the clock, if its steps have not before
   * @return its results in order
   * @throws EvaluationException if the program fails or exceeds its limits
   */
  public Value.Array run(Value input, long nowMillis, long timeoutMillis)
      throws EvaluationException {
    Budget budget = new Budget(nowMillis, timeoutMillis);
    try {
      return ScopedValue.where(Budget.CURRENT, budget).call(() -> results(input));
    } catch (LimitException e) {
      throw new EvaluationException("jq: " + e.getMessage());
    } catch (StackOverflowError _) {
      throw new EvaluationException("jq: the program recurses too deeply");
    } catch (JsonQueryBreakException _) {
      throw new EvaluationException("jq: break outside of its label");
    } catch (JsonQueryException e) {
      throw new EvaluationException("jq: " + reason(e));
    } catch (IllegalStateException | IllegalArgumentException | ClassCastException e) {
      // The interpreter expects its own kinds of values in some places, and says so in this way.
      throw new EvaluationException("jq: " + firstLine(e.getMessage()));
    }
  }

  /** Makes the functions ready, so that no message waits for it. */
  public static void prepare() {
    Builtins.scope();
  }

  private Value.Array results(Value input) throws JsonQueryException {
    List<Value> results = new ArrayList<>();
    JsonNode in = Nodes.node(input);
    Budget.current().gave(in);
    Output collect = result -> results.add(Nodes.value(result));
    try {
      program.apply(Scope.newChildScope(Builtins.scope()), in, collect);
    } catch (HaltException _) {
      // What it gave so far is the result.
    }
    return Value.of(results);
  }

  private static String mistake(String text, JsonQueryException e) {
    if (PATTERN_ALTERNATIVES.matcher(text).find()) {
      return "alternatives of patterns, ?//, are not supported; take one pattern, and if or // in it";
    }
    if (!(e.getCause() instanceof ParseException wrong) || wrong.currentToken == null) {
      return e.getCause() instanceof TokenMgrError unknown
          ? firstLine(unknown.getMessage())
          : reason(e);
    }
    Token unexpected = wrong.currentToken.next;
    return unexpected.image.isEmpty()
        ? "it ends too early"
        : "unexpected " + firstLine(unexpected.image) + " in line " + unexpected.beginLine;
  }

  private static String reason(JsonQueryException e) {
    return firstLine(e.getOriginalMessage());
  }

  private static String firstLine(@Nullable String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
  }
}
