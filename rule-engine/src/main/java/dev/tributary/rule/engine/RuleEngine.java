package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a server: finds those of a message, runs them, hands their outputs to actions.
 *
 * <p>Event loops read one immutable snapshot without locking; whoever changes rules makes the next
 * snapshot under a lock. A message sees all rules as they were when it came. Counters of a rule
 * live until it is removed, through any number of changes.
 */
public final class RuleEngine {
  private final EvaluationContext context;
  private final InstantSource clock;
  private final RuleLimits limits;
  private final RuleBinder binder;
  private final SqlTrial tester;
  private final RuleTrial trial;

  private final Object changes = new Object();
  private volatile RuleSet current = RuleSet.of(Map.of());
  private volatile @Nullable Republisher republisher;

  /** An engine without rules, under the default limits. */
  public RuleEngine(
      ActionDirectory actions,
      EvaluationContext context,
      InstantSource clock,
      Consumer<String> console) {
    this(actions, context, clock, console, RuleLimits.defaults());
  }

  /**
   * An engine without rules.
   *
   * @param actions where rules find their actions
   * @param context what functions may ask for
   * @param clock for warnings, rates and messages without a time
   * @param console takes one line for each output of a console action, on the thread of the
   *     message; must not block
   */
  public RuleEngine(
      ActionDirectory actions,
      EvaluationContext context,
      InstantSource clock,
      Consumer<String> console,
      RuleLimits limits) {
    this.context = context;
    this.clock = clock;
    this.limits = limits;
    this.binder = new RuleBinder(actions, context, clock, console, () -> republisher, limits);
    this.tester = new SqlTrial(context, limits);
    this.trial = new RuleTrial(context);
  }

  /**
   * Where rules republish. To be set before the first message; until then what is to be republished
   * counts as out of service. The broker, of which the publisher is part, needs the rules first.
   */
  public void republishThrough(Republisher publisher) {
    republisher = publisher;
  }

  /**
   * Adds a rule, or replaces the one of that id. Takes effect with the next message.
   *
   * @throws RuleSyntaxException if the SQL does not compile, or a source is no valid topic filter
   * @throws RuleRefusedException if another field is wrong or there are too many rules
   */
  public void put(RuleDefinition rule) throws RuleSyntaxException {
    putAll(List.of(rule));
  }

  /**
   * Adds or replaces several rules at once: all or none. Much cheaper than one by one, because the
   * index is made anew for each change.
   *
   * @throws RuleSyntaxException as {@link #put}
   * @throws RuleRefusedException as {@link #put}
   */
  public void putAll(Collection<RuleDefinition> rules) throws RuleSyntaxException {
    List<RuleBinder.Checked> checked = new ArrayList<>();
    for (RuleDefinition rule : rules) {
      checked.add(binder.check(rule));
    }
    synchronized (changes) {
      Map<String, ActiveRule> next = new LinkedHashMap<>(current.rules());
      for (RuleBinder.Checked rule : checked) {
        ActiveRule before = next.get(rule.rule().id());
        next.put(
            rule.rule().id(),
            binder.bind(rule, before == null ? new RuleCounters() : before.counters()));
      }
      if (next.size() > limits.rulesMax()) {
        throw new RuleRefusedException(
            "rules", "would be " + next.size(), "at most " + limits.rulesMax());
      }
      current = RuleSet.of(next);
    }
  }

  /** Removes a rule and its counters; nothing happens if there is none of that id. */
  public void remove(String id) {
    synchronized (changes) {
      Map<String, ActiveRule> next = new LinkedHashMap<>(current.rules());
      if (next.remove(id) != null) {
        current = RuleSet.of(next);
      }
    }
  }

  public Optional<RuleDefinition> rule(String id) {
    return Optional.ofNullable(current.rules().get(id)).map(ActiveRule::definition);
  }

  /** All rules, in the order in which they were first put. */
  public List<RuleDefinition> rules() {
    return current.rules().values().stream().map(ActiveRule::definition).toList();
  }

  /**
   * The distinct topic filters and events of a rule's FROM, in order.
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public List<String> filters(String id) {
    return existing(id).sql().sources();
  }

  /**
   * The rules that a message of this topic reaches, null if there are none: whoever brings messages
   * asks before making columns for nothing. Costs one walk through the index; allocates nothing
   * unless more than one rule matches. Any thread.
   */
  public @Nullable RuleMatch match(String topic) {
    return current.topics().match(topic);
  }

  /**
   * Runs the rules of one message whose columns are there. On the event loop of its publisher;
   * never blocks and never throws.
   *
   * @param receipt told of every action that must hold the message
   */
  public void onMessage(String topic, Columns columns, Receipt receipt) {
    RuleMatch match = match(topic);
    if (match != null) {
      match.run(columns, receipt);
    }
  }

  /** Whether any rule wants such events. One volatile read; any thread. */
  public boolean listensTo(EventSource source) {
    return current.events().listensTo(source);
  }

  /**
   * Runs the rules of one event, on the thread where it happened; never blocks and never throws, as
   * {@link #onMessage}.
   */
  public void onEvent(Occurrence occurrence) {
    RuleSet rules = current;
    if (rules.events().listensTo(occurrence.source())) {
      rules.events().dispatch(new EventTrigger(occurrence, context.nodeName()));
    }
  }

  /**
   * The counters of a rule at this instant.
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public RuleMetrics metrics(String id) {
    return existing(id).counters().snapshot();
  }

  /**
   * Sets the counters of a rule to zero. Records that are on their way are counted when they end.
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public void resetMetrics(String id) {
    existing(id).counters().reset();
  }

  /** Measures the rates of all rules. To be called once a second, by one thread at a time. */
  public void sampleRates() {
    long now = clock.millis();
    for (ActiveRule rule : current.rules().values()) {
      rule.counters().sampleRate(now);
    }
  }

  /**
   * Tries SQL on a made-up message. Runs no action and counts nothing.
   *
   * @param testContext the message, as in {@code POST /rule_test}: see {@link SqlTrial}
   */
  public SqlTrial.Result test(String sql, Value.Map testContext) {
    return tester.run(sql, testContext);
  }

  /**
   * Runs a rule on a made-up message or event, enabled or not.
   *
   * @param testContext as in {@link #test}
   * @param runActions whether its actions really get the outputs; otherwise they only render them
   * @throws IllegalArgumentException if there is no such rule
   */
  public TrialResult tryRule(String id, Value.Map testContext, boolean runActions) {
    return trial.run(existing(id), testContext, runActions);
  }

  private ActiveRule existing(String id) {
    ActiveRule rule = current.rules().get(id);
    if (rule == null) {
      throw new IllegalArgumentException("there is no rule '" + Excerpt.of(id) + "'");
    }
    return rule;
  }
}
