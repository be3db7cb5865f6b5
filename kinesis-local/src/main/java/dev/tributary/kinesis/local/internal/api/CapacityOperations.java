package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.DailyChange;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** UpdateStreamMode, UpdateStreamWarmThroughput and UpdateMaxRecordSize. */
final class CapacityOperations {
  private final Common common;
  private final AccountLimits limits;
  private final DailyCounts counts;
  private final WarmThroughput warm;

  CapacityOperations(Common common, AccountLimits limits, DailyCounts counts, WarmThroughput warm) {
    this.common = common;
    this.limits = limits;
    this.counts = counts;
    this.warm = warm;
  }

  /** The stream keeps the shards that it has. To the mode that it has, nothing is done. */
  void mode(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    StreamMode mode =
        parameters
            .object("StreamModeDetails")
            .orElseThrow()
            .requiredChoice("StreamMode", StreamMode.class);
    OptionalInt warmMib = parameters.integer("WarmThroughputMiBps");
    Stream stream = active(parameters);
    if (warmMib.isPresent()) {
      warm.check(mode, warmMib.getAsInt());
    }
    if (stream.settings().mode() != mode) {
      switch (mode) {
        case ON_DEMAND -> limits.checkOnDemandStreams();
        case PROVISIONED -> limits.checkShards(stream.openShards());
      }
      counts.count(stream, DailyChange.MODE);
      // Warm throughput is a matter of on-demand streams: it ends with that mode.
      common
          .directory()
          .update(
              stream, settings -> settings.withMode(mode).withWarmThroughputMib(Optional.empty()));
    }
    if (warmMib.isPresent()) {
      warm.set(stream, warmMib.getAsInt());
    }
  }

  void warmThroughput(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int mib = parameters.requiredInteger("WarmThroughputMiBps");
    Stream stream = active(parameters);
    warm.check(stream.settings().mode(), mib);
    warm.set(stream, mib);
    answer.text("StreamARN", stream.arn()).text("StreamName", stream.name());
    DescribeOperations.warmThroughput(mib, answer);
  }

  void maxRecordSize(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int kib = parameters.requiredInteger("MaxRecordSizeInKiB");
    Stream stream = active(parameters);
    common.directory().update(stream, settings -> settings.withRecordKibMax(kib));
  }

  private Stream active(Parameters parameters) throws KinesisException {
    return common.streams().active(common.streams().addressed(parameters));
  }
}
