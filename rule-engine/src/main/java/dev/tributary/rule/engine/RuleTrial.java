package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a rule in service on a made-up message or event, whether it is enabled or not. Any thread.
 * Where its actions really run, it counts as any other message; otherwise nothing is counted.
 */
final class RuleTrial {
  private final EvaluationContext evaluation;

  RuleTrial(EvaluationContext evaluation) {
    this.evaluation = evaluation;
  }

  TrialResult run(ActiveRule rule, Value.Map context, boolean runActions) {
    try {
      TrialContext trial = TrialContext.read(context, evaluation);
      return rule.sql().matches(trial.type(), trial.topic())
          ? result(rule, Columns.of(trial.columns()), runActions)
          : new TrialResult.NoMatch();
    } catch (TrialContext.WrongException | EvaluationException e) {
      return new TrialResult.Failed(String.valueOf(e.getMessage()));
    } catch (StackOverflowError _) {
      return new TrialResult.Failed("the rule is nested too deeply for this message");
    }
  }

  private TrialResult result(ActiveRule rule, Columns columns, boolean runActions)
      throws EvaluationException {
    return switch (rule.evaluate(columns)) {
      case RuleResult.NoMatch _ -> new TrialResult.NoMatch();
      case RuleResult.Rows(List<Value.Map> rows, boolean foreach) ->
          new TrialResult.Ran(rows, foreach, actions(rule, rows, columns, runActions));
    };
  }

  private List<TrialResult.AtAction> actions(
      ActiveRule rule, List<Value.Map> rows, Columns columns, boolean runActions) {
    Trigger trigger = new Trigger.Bare(columns, evaluation.nowMillis());
    List<TrialResult.AtAction> told = new ArrayList<>();
    for (Value.Map row : rows) {
      for (ActionCall action : rule.actions()) {
        told.add(told(action, row, trigger, runActions));
      }
    }
    if (runActions && !rows.isEmpty()) {
      rule.perform(rows, trigger, Receipt.NONE);
    }
    return told;
  }

  private static TrialResult.AtAction told(
      ActionCall action, Value.Map row, Trigger trigger, boolean runActions) {
    try {
      Value.Map fields = action.rendered(row, trigger);
      return runActions
          ? new TrialResult.Submitted(action.name(), fields)
          : new TrialResult.Rendered(action.name(), fields);
    } catch (ActionCall.RefusedException e) {
      return new TrialResult.Refused(action.name(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return new TrialResult.Refused(action.name(), "rendering broke: " + e);
    }
  }
}
