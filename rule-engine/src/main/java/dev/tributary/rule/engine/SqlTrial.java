package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import java.util.HexFormat;
import java.util.List;

/**
 * Tries SQL on a made-up message or event. The context holds {@code event_type} and any columns of
 * that event; columns that are absent get sample values, but for the {@code topic} of a message,
 * without which nothing matches. Any thread.
 */
public final class SqlTrial {
  private final EvaluationContext evaluation;
  private final RuleLimits limits;

  SqlTrial(EvaluationContext evaluation, RuleLimits limits) {
    this.evaluation = evaluation;
    this.limits = limits;
  }

  /** What came of the try. */
  public sealed interface Result {}

  /** The output: a map for SELECT, a list of maps for FOREACH. */
  public record Output(Value value) implements Result {}

  /** FROM does not name the event, or the topic of the message, or WHERE does not hold. */
  public record NoMatch() implements Result {}

  /** The SQL does not compile. */
  public record BadSql(RuleSyntaxException problem) implements Result {}

  /** The context is wrong, or the rule failed on it; the message is for people. */
  public record Failed(String message) implements Result {}

  Result run(String sql, Value.Map context) {
    try {
      CheckedSql checked = CheckedSql.compileToTry(sql, limits);
      TrialContext trial = TrialContext.read(context, evaluation);
      return checked.matches(trial.type(), trial.topic())
          ? result(checked.rule().evaluate(columns(trial), evaluation))
          : new NoMatch();
    } catch (RuleSyntaxException e) {
      return new BadSql(e);
    } catch (TrialContext.WrongException | EvaluationException e) {
      return new Failed(String.valueOf(e.getMessage()));
    } catch (StackOverflowError _) {
      return new Failed("the rule is nested too deeply for this message");
    }
  }

  private Columns columns(TrialContext trial) {
    String id = "sql_tester:" + HexFormat.of().toHexDigits(evaluation.random().nextLong());
    return new RuleColumns(Columns.of(trial.columns()), RuleColumns.metadata(id));
  }

  private static Result result(RuleResult result) {
    return switch (result) {
      case RuleResult.NoMatch _ -> new NoMatch();
      case RuleResult.Rows(List<Value.Map> rows, boolean foreach) when foreach ->
          new Output(Value.of(rows));
      case RuleResult.Rows(List<Value.Map> rows, boolean _) -> new Output(rows.getFirst());
    };
  }
}
