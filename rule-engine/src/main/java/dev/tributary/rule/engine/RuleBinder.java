package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TemplateException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes rules fit for service out of what their owners wrote. Everything that can be wrong with a
 * definition is found here, before anything has changed.
 */
final class RuleBinder {
  private final ActionDirectory directory;
  private final EvaluationContext context;
  private final InstantSource clock;
  private final Consumer<String> console;
  private final Supplier<@Nullable Republisher> republisher;
  private final RuleLimits limits;

  RuleBinder(
      ActionDirectory directory,
      EvaluationContext context,
      InstantSource clock,
      Consumer<String> console,
      Supplier<@Nullable Republisher> republisher,
      RuleLimits limits) {
    this.directory = directory;
    this.context = context;
    this.clock = clock;
    this.console = console;
    this.republisher = republisher;
    this.limits = limits;
  }

  /** A definition that is right, and what was compiled to find that out. */
  record Checked(RuleDefinition rule, CheckedSql sql, List<RepublishTemplate> republishing) {}

  /**
   * Checks and compiles.
   *
   * @throws RuleSyntaxException if the SQL does not compile, or a source cannot be served
   * @throws RuleRefusedException if another field is wrong
   */
  Checked check(RuleDefinition rule) throws RuleSyntaxException {
    DefinitionCheck.check(rule, limits);
    List<RepublishTemplate> republishing = new ArrayList<>();
    for (int i = 0; i < rule.actions().size(); i++) {
      if (rule.actions().get(i) instanceof RuleAction.Republish(RepublishSpec spec)) {
        republishing.add(compile(spec, i));
      }
    }
    return new Checked(rule, CheckedSql.compile(rule.sql(), limits), republishing);
  }

  private static RepublishTemplate compile(RepublishSpec spec, int position) {
    try {
      return RepublishTemplate.compile(spec);
    } catch (TemplateException e) {
      throw new RuleRefusedException("actions[" + (position + 1) + "].args", "." + e.getMessage());
    }
  }

  /**
   * Binds.
   *
   * @param counters those of the rule it replaces, or new ones
   */
  ActiveRule bind(Checked checked, RuleCounters counters) {
    RuleDefinition rule = checked.rule();
    RuleReport report = new RuleReport(rule.id(), counters, clock);
    var republishing = checked.republishing().iterator();
    List<ActionCall> calls = new ArrayList<>();
    for (RuleAction action : rule.actions()) {
      calls.add(
          switch (action) {
            case RuleAction.Sink sink -> new SinkCall(sink.actionId(), directory, context, report);
            case RuleAction.Republish _ ->
                new RepublishCall(republishing.next(), republisher, report);
            case RuleAction.Console _ -> new ConsoleCall(report, console, clock);
          });
    }
    return new ActiveRule(rule, checked.sql(), calls, report, context, clock);
  }
}
