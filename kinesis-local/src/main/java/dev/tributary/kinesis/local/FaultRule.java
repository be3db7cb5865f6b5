package dev.tributary.kinesis.local;

import dev.tributary.kinesis.local.internal.faults.RuleReader;
import dev.tributary.kinesis.local.internal.faults.RuleValidation;
import dev.tributary.kinesis.local.internal.faults.RuleWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fault on demand: which requests it is about, what happens to them, and how often. Immutable;
 * the constructor throws {@link IllegalArgumentException} that names the member, its value and what
 * would be right.
 *
 * @param id to find it by; empty for one that is chosen
 * @param operations such as {@code PutRecords}; empty for all
 * @param stream its name, or with {@code *} and {@code ?} several; empty for all, and for requests
 *     without a stream
 * @param records if single records are to fail; empty for the whole request
 */
public record FaultRule(
    Optional<String> id,
    Set<String> operations,
    Optional<String> stream,
    Optional<FaultRecords> records,
    FaultPlan plan,
    FaultSchedule schedule) {

  public FaultRule {
    operations = Collections.unmodifiableSortedSet(new TreeSet<>(operations));
    RuleValidation.check(id, operations, stream, records, plan, schedule);
  }

  /** This happens to every request. */
  public static FaultRule always(FaultEffect effect) {
    return of(new FaultPlan.Always(effect));
  }

  /** These happen to the next requests, one each; then the rule is over. */
  public static FaultRule script(FaultEffect... effects) {
    List<FaultPlan.Step> steps =
        Arrays.stream(effects).map(effect -> new FaultPlan.Step(effect, 1)).toList();
    return of(new FaultPlan.Script(steps, false));
  }

  private static FaultRule of(FaultPlan plan) {
    return new FaultRule(
        Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), plan, FaultSchedule.ALWAYS);
  }

  /** One rule as it is written for {@code /_faults} and in {@code local_kinesis.faults}. */
  public static FaultRule ofJson(String json) {
    return RuleReader.rule(json);
  }

  /** As {@link #ofJson} reads it. */
  public String toJson() {
    return RuleWriter.json(this);
  }

  public FaultRule withId(String id) {
    return new FaultRule(Optional.of(id), operations, stream, records, plan, schedule);
  }

  public FaultRule withOperations(String... operations) {
    return new FaultRule(id, Set.of(operations), stream, records, plan, schedule);
  }

  public FaultRule withStream(String stream) {
    return new FaultRule(id, operations, Optional.of(stream), records, plan, schedule);
  }

  public FaultRule withRecords(FaultRecords records) {
    return new FaultRule(id, operations, stream, Optional.of(records), plan, schedule);
  }

  public FaultRule withSchedule(FaultSchedule schedule) {
    return new FaultRule(id, operations, stream, records, plan, schedule);
  }

  /** To the next so many requests only. */
  public FaultRule withTimes(long times) {
    return withSchedule(schedule.withTimes(times));
  }

  public FaultRule withProbability(double probability) {
    return withSchedule(schedule.withProbability(probability));
  }

  public FaultRule withSeed(long seed) {
    return withSchedule(schedule.withSeed(seed));
  }
}
