package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.TopicFilters;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.time.InstantSource;
import java.util.List;

/**
 * A rule in service: compiled SQL, bound actions, counters. Immutable but for its counters; any
 * thread runs it, several at once. Whatever goes wrong ends here, counted and told.
 */
final class ActiveRule {
  private final RuleDefinition definition;
  private final CheckedSql sql;
  private final ActionCall[] actions;
  private final RuleReport report;
  private final Value.Map metadata;
  private final EvaluationContext context;
  private final InstantSource clock;

  ActiveRule(
      RuleDefinition definition,
      CheckedSql sql,
      List<ActionCall> actions,
      RuleReport report,
      EvaluationContext context,
      InstantSource clock) {
    this.definition = definition;
    this.sql = sql;
    this.actions = actions.toArray(ActionCall[]::new);
    this.report = report;
    this.metadata = RuleColumns.metadata(definition.id());
    this.context = context;
    this.clock = clock;
  }

  RuleDefinition definition() {
    return definition;
  }

  RuleCounters counters() {
    return report.counters();
  }

  CheckedSql sql() {
    return sql;
  }

  void addTo(TopicIndex.Builder topics, EventIndex.Builder events) {
    for (int i = 0; i < sql.filters().size(); i++) {
      topics.add(sql.filters().get(i), new FilterMatch(this, i));
    }
    for (EventSource source : sql.events()) {
      events.add(source, this);
    }
  }

  void onEvent(EventTrigger event) {
    if (!isOwn(event)) {
      runGuarded(event, Receipt.NONE);
    }
  }

  /** One filter of the rule. Of several that match a message, the first alone runs the rule. */
  private record FilterMatch(ActiveRule rule, int position) implements TopicIndex.Target {
    @Override
    public boolean isFor(String topic) {
      for (int i = 0; i < position; i++) {
        if (TopicFilters.matches(rule.sql.filters().get(i), topic)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void run(Columns columns, Receipt receipt) {
      if (!rule.isOwn(columns)) {
        rule.runGuarded(columns, receipt);
      }
    }
  }

  /** The last line of defence of the connection: whatever is broken here is not its fault. */
  private void runGuarded(Columns columns, Receipt receipt) {
    try {
      run(columns, receipt);
    } catch (RuntimeException | StackOverflowError e) {
      report.warn("handing over its output broke", e);
    }
  }

  private void run(Columns columns, Receipt receipt) {
    RuleResult result;
    try {
      result = evaluate(columns);
    } catch (EvaluationException e) {
      report.counters().exception();
      if (report.admitsWarning()) {
        report.admitted(Excerpt.of(String.valueOf(e.getMessage())));
      }
      return;
    } catch (RuntimeException | StackOverflowError e) {
      report.counters().exception();
      report.warn("evaluation broke", e);
      return;
    }
    switch (result) {
      case RuleResult.NoMatch _ -> report.counters().noResult();
      case RuleResult.Rows rows when rows.rows().isEmpty() -> report.counters().noResult();
      case RuleResult.Rows rows -> {
        perform(rows.rows(), trigger(columns), receipt);
      }
    }
  }

  RuleResult evaluate(Columns columns) throws EvaluationException {
    return sql.rule().evaluate(new RuleColumns(columns, metadata), context);
  }

  List<ActionCall> actions() {
    return List.of(actions);
  }

  /** Counts the message as passed, and hands each of its outputs, at least one, to each action. */
  void perform(List<Value.Map> rows, Trigger trigger, Receipt receipt) {
    report.counters().passed();
    if (actions.length == 0) {
      return;
    }
    report.counters().actions((long) rows.size() * actions.length);
    for (int i = 0; i < rows.size(); i++) {
      for (ActionCall action : actions) {
        action.perform(rows.get(i), trigger, receipt);
      }
    }
  }

  private Trigger trigger(Columns columns) {
    return columns instanceof Trigger trigger ? trigger : new Trigger.Bare(columns, clock.millis());
  }

  /** A message that a fallback has made out of this rule's output. */
  private boolean isOwn(Columns columns) {
    if (!(columns instanceof Trigger trigger)) {
      return false;
    }
    Detour detour = trigger.lineage().detour();
    return detour != null && detour.ruleId().equals(definition.id());
  }
}
