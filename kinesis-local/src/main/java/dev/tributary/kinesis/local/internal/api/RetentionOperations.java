package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Stream;
import java.io.IOException;

/**
 * IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod. A shorter one is what AWS calls
 * an operation that may lose data: the older records are gone at once.
 */
final class RetentionOperations {
  /** Kinesis limits. */
  private static final int HOURS_MIN = 24;

  private static final int HOURS_MAX = 8760;

  private final Common common;

  RetentionOperations(Common common) {
    this.common = common;
  }

  void increase(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int hours = hours(parameters);
    Stream stream = active(parameters);
    int present = stream.settings().retentionHours();
    if (hours < present) {
      throw KinesisException.argument(
          ("Requested retention period (%d hours) for stream %s can not be shorter than existing"
                  + " retention period (%d hours). Use DecreaseRetentionPeriod API.")
              .formatted(hours, stream.name(), present));
    }
    set(stream, hours);
  }

  void decrease(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int hours = hours(parameters);
    Stream stream = active(parameters);
    int present = stream.settings().retentionHours();
    if (hours > present) {
      throw KinesisException.argument(
          ("Requested retention period (%d hours) for stream %s can not be longer than existing"
                  + " retention period (%d hours). Use IncreaseRetentionPeriod API.")
              .formatted(hours, stream.name(), present));
    }
    set(stream, hours);
  }

  private static int hours(Parameters parameters) throws KinesisException {
    int hours = parameters.requiredInteger("RetentionPeriodHours");
    if (hours < HOURS_MIN) {
      throw KinesisException.argument(
          "Minimum allowed retention period is %d hours. Requested retention period (%d hours) is too short."
              .formatted(HOURS_MIN, hours));
    }
    if (hours > HOURS_MAX) {
      throw KinesisException.argument(
          "Maximum allowed retention period is %d hours. Requested retention period (%d hours) is too long."
              .formatted(HOURS_MAX, hours));
    }
    return hours;
  }

  private Stream active(Parameters parameters) throws KinesisException {
    return common.streams().active(common.streams().addressed(parameters));
  }

  private void set(Stream stream, int hours) {
    common.directory().change(stream, settings -> settings.withRetentionHours(hours));
  }
}
