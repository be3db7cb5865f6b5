package dev.tributary.benchmarks.internal.rules;

import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Rules alone. Every evaluation gets a message of its own, whose payload nobody has decoded. */
@State(Scope.Thread)
public class EvaluationBenchmark {
  private static final int ITEMS = 20;

  private final EvaluationContext context = new Surroundings();
  private final Report report = new Report();
  private final byte[] list = Messages.listOf(ITEMS);
  private final CompiledRule budget;
  private final CompiledRule everything;
  private final CompiledRule foreach;
  private final Template whole;

  /** Compiles the rules. */
  public EvaluationBenchmark() {
    try {
      budget = RuleSql.compile(Sql.BUDGET);
      everything = RuleSql.compile("SELECT * FROM \"t/#\"");
      foreach =
          RuleSql.compile(
              "FOREACH payload.items AS i DO i.id AS id, i.v AS v, clientid INCASE i.v > 5 FROM \"t/#\"");
      whole = Template.compile("${.}");
    } catch (RuleSyntaxException | TemplateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rule of the budget in design.md; of the event only the text of its payload is new. */
  @Benchmark
  public RuleResult budget() throws EvaluationException {
    report.renew();
    return budget.evaluate(report, context);
  }

  /** The same with all of its event. */
  @Benchmark
  public RuleResult budgetWithEvent() throws EvaluationException {
    return budget.evaluate(Messages.event(Messages.TOPIC, Messages.REPORT), context);
  }

  /** All columns, as the record that is sent by default. */
  @Benchmark
  public byte[] everything() throws EvaluationException {
    RuleResult result =
        everything.evaluate(Messages.event(Messages.TOPIC, Messages.REPORT), context);
    return whole.renderBytes(((RuleResult.Rows) result).rows().getFirst());
  }

  /** Twenty items, of which eighteen pass. */
  @Benchmark
  public RuleResult foreach() throws EvaluationException {
    return foreach.evaluate(Messages.event(Messages.TOPIC, list), context);
  }
}
