package dev.tributary.kinesis.local.internal.faults;

import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules about records, for one request. Each is asked once, at the first record that it names:
 * a request without such a record does not count. One thread.
 */
public final class RecordFaults {
  private final List<ActiveRule> rules;
  private final @Nullable FaultEffect[] asked;

  RecordFaults(List<ActiveRule> rules) {
    this.rules = rules;
    this.asked = new @Nullable FaultEffect[rules.size()];
  }

  /**
   * Why a record is not stored; null if it is.
   *
   * @param throttled what AWS says of a shard that is full
   */
  public @Nullable Failure failureOf(int index, String partitionKey, Supplier<String> throttled) {
    for (int i = 0; i < rules.size(); i++) {
      ActiveRule rule = rules.get(i);
      if (rule.names(index, partitionKey)) {
        Failure failure = failure(effect(i), throttled);
        if (failure != null && rule.drawsRecord()) {
          return failure;
        }
      }
    }
    return null;
  }

  private FaultEffect effect(int i) {
    FaultEffect effect = asked[i];
    if (effect == null) {
      effect = rules.get(i).next();
      asked[i] = effect;
    }
    return effect;
  }

  private static @Nullable Failure failure(FaultEffect effect, Supplier<String> throttled) {
    return switch (effect) {
      case FaultEffect.Throttle _ -> Failure.throughputExceeded(throttled.get());
      case FaultEffect.AwsError(String code) ->
          code.equals(AwsErrors.THROUGHPUT_EXCEEDED)
              ? Failure.throughputExceeded(throttled.get())
              : AwsErrors.named(code);
      // The others were refused when the rule was made.
      case FaultEffect.None _,
          FaultEffect.Status _,
          FaultEffect.Latency _,
          FaultEffect.ResetBeforeStoring _,
          FaultEffect.ResetAfterStoring _ ->
          null;
    };
  }
}
