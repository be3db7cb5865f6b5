package dev.tributary.kinesis.local.internal.faults;

import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultReport;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import dev.tributary.kinesis.local.internal.faults.Decision.Reset;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, asked for every request: while there is none, that costs a volatile read.
 * Changes are made by one thread at a time and seen by the next request. Thread-safe.
 */
public final class Faults {
  public static final int RULES_MAX = 1000;

  /** Not an id: the path {@code /_faults/reset} means all rules. */
  static final String RESET = "reset";

  private static final String ID_PREFIX = "fault-";

  private final String accountId;
  private final InstantSource clock;
  private volatile List<ActiveRule> rules = List.of();
  private int lastId; // guarded by this

  public Faults(String accountId, List<FaultRule> first, InstantSource clock) {
    this.accountId = accountId;
    this.clock = clock;
    var _ = add(first);
  }

  /**
   * What is to be done to a request of this operation.
   *
   * @param stream its stream's name; null if it has none
   */
  public Decision decide(String operation, @Nullable String stream) {
    List<ActiveRule> asked = rules;
    if (asked.isEmpty()) {
      return Decision.NOTHING;
    }
    Duration delay = Duration.ZERO;
    for (ActiveRule rule : asked) {
      if (rule.isAboutRecords() || !rule.isAbout(operation, stream)) {
        continue;
      }
      Decision decision = decision(rule, operation, stream);
      delay = delay.plus(decision.delay());
      if (decision.failure().isPresent() || decision.reset() != Reset.NONE) {
        return new Decision(delay, decision.failure(), decision.reset());
      }
    }
    return new Decision(delay, Optional.empty(), Reset.NONE);
  }

  private Decision decision(ActiveRule rule, String operation, @Nullable String stream) {
    return switch (rule.next()) {
      case FaultEffect.None _ -> Decision.NOTHING;
      case FaultEffect.Throttle _ -> Decision.failing(throttle(operation, stream));
      case FaultEffect.AwsError(String code) -> Decision.failing(AwsErrors.named(code));
      case FaultEffect.Status(int status, boolean body) -> {
        Failure failure = AwsErrors.withStatus(status);
        yield Decision.failing(body ? failure : new Failure(status, Optional.empty(), ""));
      }
      case FaultEffect.Latency latency ->
          new Decision(rule.draw(latency), Optional.empty(), Reset.NONE);
      case FaultEffect.ResetBeforeStoring _ -> Decision.resetting(Reset.BEFORE_PERFORMING);
      case FaultEffect.ResetAfterStoring _ -> Decision.resetting(Reset.AFTER_PERFORMING);
    };
  }

  private Failure throttle(String operation, @Nullable String stream) {
    String code =
        OperationNames.DATA_PLANE.contains(operation)
            ? AwsErrors.THROUGHPUT_EXCEEDED
            : AwsErrors.LIMIT_EXCEEDED;
    String whose = stream == null ? "" : "stream %s under ".formatted(stream);
    return new Failure(
        400, Optional.of(code), "Rate exceeded for %saccount %s.".formatted(whose, accountId));
  }

  /** The rules about the records of one request; null if there is none. */
  public @Nullable RecordFaults ofRecords(String operation, String stream) {
    List<ActiveRule> asked = rules;
    if (asked.isEmpty()) {
      return null;
    }
    List<ActiveRule> about =
        asked.stream()
            .filter(rule -> rule.isAboutRecords() && rule.isAbout(operation, stream))
            .toList();
    return about.isEmpty() ? null : new RecordFaults(about);
  }

  /** Adds all or none. Throws {@link WrongRule} for an id in use, and for too many rules. */
  public synchronized List<FaultReport> add(List<FaultRule> added) {
    List<ActiveRule> grown = new ArrayList<>(rules);
    List<ActiveRule> made = activated(added, ids(grown));
    grown.addAll(made);
    set(grown);
    return made.stream().map(ActiveRule::report).toList();
  }

  /** These and no others. Throws {@link WrongRule} when two have the same id. */
  public synchronized List<FaultReport> replace(List<FaultRule> given) {
    set(activated(given, new HashSet<>()));
    return reports();
  }

  /** Puts one rule in the place of the one of its id, or behind the others if there is none. */
  synchronized FaultReport put(String id, FaultRule rule) {
    List<ActiveRule> changed = new ArrayList<>(rules);
    ActiveRule made = activated(List.of(rule.withId(id)), new HashSet<>()).getFirst();
    int at = 0;
    while (at < changed.size() && !changed.get(at).id().equals(id)) {
      at++;
    }
    if (at < changed.size()) {
      changed.set(at, made);
    } else {
      changed.add(made);
    }
    set(changed);
    return made.report();
  }

  private List<ActiveRule> activated(List<FaultRule> given, Set<String> taken) {
    List<ActiveRule> made = new ArrayList<>();
    for (FaultRule rule : given) {
      String id = rule.id().orElseGet(() -> unused(taken));
      if (!taken.add(id)) {
        throw new WrongRule("id", "'" + id + "'", "must not be that of another rule");
      }
      // A seed that nobody gave is told, so that what it did can be repeated.
      FaultRule named = rule.withId(id);
      made.add(
          new ActiveRule(
              rule.schedule().seed().isPresent() ? named : named.withSeed(id.hashCode()), clock));
    }
    return made;
  }

  private String unused(Set<String> taken) {
    String id;
    do {
      id = ID_PREFIX + ++lastId;
    } while (taken.contains(id));
    return id;
  }

  private static Set<String> ids(List<ActiveRule> rules) {
    Set<String> ids = new HashSet<>();
    rules.forEach(rule -> ids.add(rule.id()));
    return ids;
  }

  private void set(List<ActiveRule> changed) {
    if (changed.size() > RULES_MAX) {
      throw new WrongRule("rules", changed.size() + " rules", "must be at most " + RULES_MAX);
    }
    rules = List.copyOf(changed);
  }

  public List<FaultReport> reports() {
    return rules.stream().map(ActiveRule::report).toList();
  }

  public Optional<FaultReport> report(String id) {
    return find(id).map(ActiveRule::report);
  }

  private Optional<ActiveRule> find(String id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** False if there is none of that id. */
  public synchronized boolean remove(String id) {
    List<ActiveRule> left = new ArrayList<>(rules);
    boolean removed = left.removeIf(rule -> rule.id().equals(id));
    set(left);
    return removed;
  }

  public void reset() {
    rules.forEach(ActiveRule::reset);
  }

  /** Empty if there is none of that id. */
  Optional<FaultReport> reset(String id) {
    Optional<ActiveRule> rule = find(id);
    rule.ifPresent(ActiveRule::reset);
    return rule.map(ActiveRule::report);
  }
}
