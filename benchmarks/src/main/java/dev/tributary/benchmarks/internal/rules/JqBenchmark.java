package dev.tributary.benchmarks.internal.rules;

import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.RuleResult;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A rule that leaves its work to a jq program. */
@State(Scope.Thread)
public class JqBenchmark {
  private final EvaluationContext context = new Surroundings();
  private final CompiledRule rule;

  /** Compiles the rule. */
  public JqBenchmark() {
    try {
      rule = RuleSql.compile("SELECT jq('.temp * 2', payload) AS t FROM \"t/#\"");
    } catch (RuleSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One field of a report, calculated with. */
  @Benchmark
  public RuleResult field() throws EvaluationException {
    return rule.evaluate(Messages.event(Messages.TOPIC, Messages.REPORT), context);
  }
}
