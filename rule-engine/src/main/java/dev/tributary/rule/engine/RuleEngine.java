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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a server: finds those of a message, runs them, hands their outputs to actions.
 *
 * <p>Event loops read one immutable snapshot without locking; whoever changes rules makes the next
 * snapshot under a lock. A message sees all rules as they were when it came. Counters of a rule
 * live until it is removed, through any number of changes.
 */
public final class RuleEngine {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,255}");
  private static final int NAME_CHARS_MAX = 1024;
  private static final int DESCRIPTION_CHARS_MAX = 16 * 1024;

  private final ActionDirectory directory;
  private final EvaluationContext context;
  private final InstantSource clock;
  private final Consumer<String> console;
  private final RuleLimits limits;
  private final RuleTest tester;

  private final Object changes = new Object();
  private volatile Snapshot snapshot = Snapshot.of(Map.of());

  /** All rules in the order in which they were first put, and the index of those enabled. */
  private record Snapshot(Map<String, ActiveRule> rules, TopicIndex index) {
    static Snapshot of(Map<String, ActiveRule> rules) {
      TopicIndex.Builder index = new TopicIndex.Builder();
      for (ActiveRule rule : rules.values()) {
        if (rule.definition().enable()) {
          rule.addTo(index);
        }
      }
      return new Snapshot(rules, index.build());
    }
  }

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
    this.directory = actions;
    this.context = context;
    this.clock = clock;
    this.console = console;
    this.limits = limits;
    this.tester = new RuleTest(context, limits);
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
    List<CheckedSql> checked = new ArrayList<>();
    for (RuleDefinition rule : rules) {
      check(rule);
      checked.add(CheckedSql.compile(rule.sql(), limits));
    }
    synchronized (changes) {
      Map<String, ActiveRule> next = new LinkedHashMap<>(snapshot.rules());
      int at = 0;
      for (RuleDefinition rule : rules) {
        next.put(rule.id(), bind(rule, checked.get(at++), next.get(rule.id())));
      }
      if (next.size() > limits.rulesMax()) {
        throw new RuleRefusedException(
            "rules", "would be " + next.size(), "at most " + limits.rulesMax());
      }
      snapshot = Snapshot.of(next);
    }
  }

  private void check(RuleDefinition rule) {
    if (!ID.matcher(rule.id()).matches()) {
      throw new RuleRefusedException(
          "id",
          "is '" + Excerpt.of(rule.id()) + "'",
          "1 to 255 letters, digits, '_', '-', '.' and ':'");
    }
    if (rule.actions().size() > limits.actionsPerRuleMax()) {
      throw new RuleRefusedException(
          "actions",
          "of rule " + rule.id() + " are " + rule.actions().size(),
          "at most " + limits.actionsPerRuleMax());
    }
    checkLength("name", rule.name(), NAME_CHARS_MAX);
    checkLength("description", rule.description(), DESCRIPTION_CHARS_MAX);
  }

  private static void checkLength(String field, String text, int charsMax) {
    if (text.length() > charsMax) {
      throw new RuleRefusedException(
          field, "has " + text.length() + " characters", "at most " + charsMax);
    }
  }

  private ActiveRule bind(RuleDefinition rule, CheckedSql sql, @Nullable ActiveRule before) {
    RuleCounters counters = before == null ? new RuleCounters() : before.counters();
    RuleReport report = new RuleReport(rule.id(), counters, clock);
    List<ActionCall> calls = new ArrayList<>();
    for (RuleAction action : rule.actions()) {
      calls.add(
          switch (action) {
            case RuleAction.Sink sink -> new SinkCall(sink.actionId(), directory, context, report);
            case RuleAction.Console _ -> new ConsoleCall(report, console, clock);
          });
    }
    return new ActiveRule(rule, sql, calls, report, context, clock);
  }

  /** Removes a rule and its counters; nothing happens if there is none of that id. */
  public void remove(String id) {
    synchronized (changes) {
      Map<String, ActiveRule> next = new LinkedHashMap<>(snapshot.rules());
      if (next.remove(id) != null) {
        snapshot = Snapshot.of(next);
      }
    }
  }

  public Optional<RuleDefinition> rule(String id) {
    return Optional.ofNullable(snapshot.rules().get(id)).map(ActiveRule::definition);
  }

  /** All rules, in the order in which they were first put. */
  public List<RuleDefinition> rules() {
    return snapshot.rules().values().stream().map(ActiveRule::definition).toList();
  }

  /**
   * The distinct topic filters of a rule's FROM, in order.
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public List<String> filters(String id) {
    return existing(id).filters();
  }

  /**
   * Runs the rules of one message. On the event loop of its publisher; never blocks and never
   * throws: what fails in a rule is counted and logged there.
   *
   * @param receipt told of every action that must hold the message
   */
  public void onMessage(String topic, Columns columns, Receipt receipt) {
    snapshot.index().dispatch(topic, columns, receipt);
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
    for (ActiveRule rule : snapshot.rules().values()) {
      rule.counters().sampleRate(now);
    }
  }

  /**
   * Tries SQL on a made-up message. Runs no action and counts nothing.
   *
   * @param testContext the message, as in {@code POST /rule_test}: see {@link RuleTest}
   */
  public RuleTest.Result test(String sql, Value.Map testContext) {
    return tester.run(sql, testContext);
  }

  private ActiveRule existing(String id) {
    ActiveRule rule = snapshot.rules().get(id);
    if (rule == null) {
      throw new IllegalArgumentException("there is no rule '" + Excerpt.of(id) + "'");
    }
    return rule;
  }
}
