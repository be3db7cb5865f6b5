package dev.tributary.kinesis.local.internal.faults;

import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultLatency;
import dev.tributary.kinesis.local.FaultPlan;
import dev.tributary.kinesis.local.FaultRecords;
import dev.tributary.kinesis.local.FaultSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a rule may be, however it was made. Throws {@link WrongRule}. */
public final class RuleValidation {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int TEXT_CHARS_MAX = 256;
  private static final int KEYS_MAX = 1000;
  private static final int INDEX_MAX = 499;
  private static final int STEPS_MAX = 10_000;
  private static final int REPEAT_MAX = 1_000_000;
  private static final Duration WINDOW_MAX = Duration.ofDays(30);
  private static final int SERVER_ERROR_MIN = 500;
  private static final int SERVER_ERROR_MAX = 599;

  private RuleValidation() {}

  public static void check(
      Optional<String> id,
      Set<String> operations,
      Optional<String> stream,
      Optional<FaultRecords> records,
      FaultPlan plan,
      FaultSchedule schedule) {
    // An id of "reset" could not be told from the path that resets counters.
    require(
        id.isEmpty() || (ID.matcher(id.get()).matches() && !id.get().equals(Faults.RESET)),
        "id",
        id.orElse(""),
        "must match " + ID + " and not be '" + Faults.RESET + "'");
    for (String operation : operations) {
      require(
          OperationNames.ALL.contains(operation),
          "operations",
          operation,
          "must be names of Kinesis operations, such as PutRecords");
    }
    stream.ifPresent(name -> text("stream", name));
    records.ifPresent(which -> records(which, operations, plan));
    plan(plan);
    schedule(schedule);
  }

  private static void records(FaultRecords records, Set<String> operations, FaultPlan plan) {
    require(
        List.of(OperationNames.PUT_RECORD, OperationNames.PUT_RECORDS).containsAll(operations),
        "operations",
        operations,
        "must be PutRecord and PutRecords only in a rule with records");
    require(
        records.partitionKeys().size() <= KEYS_MAX,
        "records.partition_keys",
        records.partitionKeys().size() + " keys",
        "must be at most " + KEYS_MAX);
    records.partitionKeys().forEach(key -> text("records.partition_keys", key));
    for (int index : records.indexes()) {
      require(
          index >= 0 && index <= INDEX_MAX, "records.indexes", index, "must be 0 to " + INDEX_MAX);
    }
    share("records.share", records.share());
    effectsOf(plan)
        .forEach(effect ->
            require(
                failsRecords(effect),
                "effect",
                RuleWriter.nameOf(effect),
                "must be throttle, none, or an error of %s in a rule with records"
                    .formatted(AwsErrors.OF_RECORDS)));
  }

  private static boolean failsRecords(FaultEffect effect) {
    return switch (effect) {
      case FaultEffect.None _, FaultEffect.Throttle _ -> true;
      case FaultEffect.AwsError(String code) -> AwsErrors.OF_RECORDS.contains(code);
      case FaultEffect.Status _,
          FaultEffect.Latency _,
          FaultEffect.ResetBeforeStoring _,
          FaultEffect.ResetAfterStoring _ ->
          false;
    };
  }

  private static List<FaultEffect> effectsOf(FaultPlan plan) {
    return switch (plan) {
      case FaultPlan.Always(FaultEffect effect) -> List.of(effect);
      case FaultPlan.Script script -> script.steps().stream().map(FaultPlan.Step::effect).toList();
    };
  }

  private static void plan(FaultPlan plan) {
    switch (plan) {
      case FaultPlan.Always(FaultEffect effect) -> effect("effect", effect);
      case FaultPlan.Script(List<FaultPlan.Step> steps, boolean _) -> {
        require(
            !steps.isEmpty() && steps.size() <= STEPS_MAX,
            "script",
            steps.size() + " steps",
            "must be 1 to " + STEPS_MAX);
        for (int i = 0; i < steps.size(); i++) {
          effect("script[" + i + "].effect", steps.get(i).effect());
          int repeat = steps.get(i).repeat();
          require(
              repeat >= 1 && repeat <= REPEAT_MAX,
              "script[" + i + "].repeat",
              repeat,
              "must be 1 to " + REPEAT_MAX);
        }
      }
    }
  }

  private static void effect(String field, FaultEffect effect) {
    switch (effect) {
      case FaultEffect.AwsError(String code) ->
          require(
              AwsErrors.names().contains(code),
              field + ".error",
              code,
              "must be one of " + AwsErrors.names());
      case FaultEffect.Status(int status, boolean _) ->
          require(
              status >= SERVER_ERROR_MIN && status <= SERVER_ERROR_MAX,
              field + ".status",
              status,
              "must be %d to %d".formatted(SERVER_ERROR_MIN, SERVER_ERROR_MAX));
      case FaultEffect.Latency(FaultLatency latency) ->
          LatencyValidation.check(field + ".latency", latency);
      case FaultEffect.None _,
          FaultEffect.Throttle _,
          FaultEffect.ResetBeforeStoring _,
          FaultEffect.ResetAfterStoring _ -> {}
    }
  }

  private static void schedule(FaultSchedule schedule) {
    window("from", schedule.from());
    schedule.until().ifPresent(until -> window("until", until));
    require(
        schedule.until().isEmpty() || schedule.until().get().compareTo(schedule.from()) > 0,
        "until",
        schedule.until().map(Durations::text).orElse(""),
        "must be later than from (%s)".formatted(Durations.text(schedule.from())));
    require(schedule.after() >= 0, "after", schedule.after(), "must be at least 0");
    require(schedule.every() >= 1, "every", schedule.every(), "must be at least 1");
    require(schedule.times() >= 0, "times", schedule.times(), "must be at least 0 (no end)");
    share("probability", schedule.probability());
  }

  private static void window(String field, Duration time) {
    require(
        !time.isNegative() && time.compareTo(WINDOW_MAX) <= 0,
        field,
        Durations.text(time),
        "must be 0 to " + Durations.text(WINDOW_MAX));
  }

  private static void share(String field, double share) {
    require(share > 0 && share <= 1, field, share, "must be above 0 and at most 1");
  }

  private static void text(String field, String text) {
    require(
        !text.isEmpty() && text.length() <= TEXT_CHARS_MAX,
        field,
        "'" + text + "'",
        "must be 1 to %d characters".formatted(TEXT_CHARS_MAX));
  }

  static void require(boolean right, String field, Object value, String rule) {
    if (!right) {
      throw new WrongRule(field, value, rule);
    }
  }
}
