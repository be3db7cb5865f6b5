package dev.tributary.kinesis.local.internal.faults;

import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultPlan;
import dev.tributary.kinesis.local.FaultRecords;
import dev.tributary.kinesis.local.FaultReport;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.FaultSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule in force: what it is about, and how far it has come. Thread-safe; with one thread, a seed
 * and the same requests give the same faults.
 */
final class ActiveRule {
  private static final FaultEffect NONE = new FaultEffect.None();

  private final FaultRule rule;
  private final InstantSource clock;
  private final @Nullable Glob stream;
  private final List<Glob> partitionKeys;
  private final Set<Integer> indexes;

  // All below is guarded by this.
  private Random random;
  private Script script;
  private long startMillis;
  private long asked;
  private long seen;
  private long applied;
  private long recordsFailed;

  /**
   * @param rule with id and seed
   */
  ActiveRule(FaultRule rule, InstantSource clock) {
    this.rule = rule;
    this.clock = clock;
    this.stream = rule.stream().map(Glob::new).orElse(null);
    FaultRecords records = rule.records().orElse(FaultRecords.ALL);
    this.partitionKeys = records.partitionKeys().stream().map(Glob::new).toList();
    this.indexes = new HashSet<>(records.indexes());
    this.random = random();
    this.script = new Script(rule.plan());
    this.startMillis = clock.millis();
  }

  private Random random() {
    return new Random(rule.schedule().seed().orElse(0));
  }

  String id() {
    return rule.id().orElse("");
  }

  boolean isAboutRecords() {
    return rule.records().isPresent();
  }

  boolean isAbout(String operation, @Nullable String streamName) {
    return (rule.operations().isEmpty() || rule.operations().contains(operation))
        && (stream == null || (streamName != null && stream.matches(streamName)));
  }

  boolean names(int index, String partitionKey) {
    return (indexes.isEmpty() || indexes.contains(index))
        && (partitionKeys.isEmpty()
            || partitionKeys.stream().anyMatch(key -> key.matches(partitionKey)));
  }

  /** What happens to one request that this rule is about. */
  synchronized FaultEffect next() {
    asked++;
    FaultEffect effect = isTurn() ? script.next() : NONE;
    if (!effect.equals(NONE)) {
      applied++;
    }
    return effect;
  }

  private boolean isTurn() {
    FaultSchedule schedule = rule.schedule();
    if (isEnded() || Duration.ofMillis(age()).compareTo(schedule.from()) < 0) {
      return false;
    }
    seen++;
    return seen > schedule.after()
        && (seen - schedule.after()) % schedule.every() == 0
        && (schedule.probability() >= 1 || random.nextDouble() < schedule.probability());
  }

  private boolean isEnded() {
    FaultSchedule schedule = rule.schedule();
    Optional<Duration> until = schedule.until();
    return (schedule.times() > 0 && applied >= schedule.times())
        || (until.isPresent() && Duration.ofMillis(age()).compareTo(until.get()) >= 0)
        || script.isOver();
  }

  private long age() {
    return clock.millis() - startMillis;
  }

  /** Whether one of the named records of a request that the rule is applied to fails. */
  synchronized boolean drawsRecord() {
    double share = rule.records().orElse(FaultRecords.ALL).share();
    boolean fails = share >= 1 || random.nextDouble() < share;
    recordsFailed += fails ? 1 : 0;
    return fails;
  }

  synchronized Duration draw(FaultEffect.Latency latency) {
    return LatencyDraw.from(latency.distribution(), random);
  }

  synchronized FaultReport report() {
    return new FaultReport(rule, asked, applied, recordsFailed, isEnded());
  }

  synchronized void reset() {
    random = random();
    script = new Script(rule.plan());
    startMillis = clock.millis();
    asked = 0;
    seen = 0;
    applied = 0;
    recordsFailed = 0;
  }

  /** Where a plan has come to. */
  private static final class Script {
    private final List<FaultPlan.Step> steps;
    private final boolean loop;
    private int at;
    private int done;

    Script(FaultPlan plan) {
      this.steps =
          switch (plan) {
            case FaultPlan.Always(FaultEffect effect) -> List.of(new FaultPlan.Step(effect, 1));
            case FaultPlan.Script script -> script.steps();
          };
      this.loop =
          switch (plan) {
            case FaultPlan.Always _ -> true;
            case FaultPlan.Script script -> script.loop();
          };
    }

    boolean isOver() {
      return at == steps.size();
    }

    FaultEffect next() {
      FaultPlan.Step step = steps.get(at);
      if (++done == step.repeat()) {
        done = 0;
        at++;
        if (isOver() && loop) {
          at = 0;
        }
      }
      return step.effect();
    }
  }
}
