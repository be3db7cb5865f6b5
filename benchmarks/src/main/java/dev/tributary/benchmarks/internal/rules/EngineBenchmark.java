package dev.tributary.benchmarks.internal.rules;

import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.RecordSpec;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleDefinition;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.RuleMatch;
import dev.tributary.rule.engine.UndefinedKey;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.Action;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An engine as full as it may be: ten thousand rules, of which one matches what is published. */
@State(Scope.Thread)
public class EngineBenchmark {
  private static final int OTHER_RULES = 9_999;
  private static final String ACTION = "kinesis:nowhere";

  /** Takes a record and does nothing, so that what is measured ends where the sink begins. */
  private static final class Nowhere implements Action {
    private long bytes;

    @Override
    public String id() {
      return ACTION;
    }

    @Override
    public void submit(SinkRecord record, Receipt receipt) {
      bytes += record.data().length;
    }
  }

  private final Nowhere action = new Nowhere();
  private final RuleEngine engine;

  /** Puts the rules. */
  public EngineBenchmark() {
    ActionDirectory directory = new ActionDirectory();
    engine = new RuleEngine(directory, new Surroundings(), InstantSource.system(), _ -> {});
    try {
      directory.put(
          ACTION, new RecordSpec(null, "${clientid}", null, UndefinedKey.LITERAL), action);
      engine.putAll(rules());
    } catch (TemplateException | RuleSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<RuleDefinition> rules() {
    List<RuleDefinition> rules = new ArrayList<>();
    for (int i = 0; i < OTHER_RULES; i++) {
      String sql = "SELECT * FROM \"site/%d/line/+/%d/#\"".formatted(i % 100, i);
      rules.add(new RuleDefinition("other-" + i, sql, List.of(), true, "", ""));
    }
    List<RuleAction> actions = List.of(new RuleAction.Sink(ACTION));
    rules.add(new RuleDefinition("budget", Sql.BUDGET, actions, true, "", ""));
    return rules;
  }

  /** A message that shares its first levels with a hundred rules and reaches none. */
  @Benchmark
  public @Nullable RuleMatch noMatch() {
    return engine.match("site/9/line/4/state");
  }

  /** Index, rule, templates of the record, hand-over. */
  @Benchmark
  public long budget() {
    engine.onMessage(Messages.TOPIC, Messages.event(Messages.TOPIC, Messages.REPORT), Receipt.NONE);
    return action.bytes;
  }

  /** An event that no rule wants, as the broker asks for it. */
  @Benchmark
  public boolean unwantedEvent() {
    return engine.listensTo(EventSource.MESSAGE_DELIVERED);
  }
}
