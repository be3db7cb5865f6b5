package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import java.io.IOException;

/** DescribeLimits, DescribeAccountSettings and UpdateAccountSettings. */
final class AccountOperations {
  private final StreamDirectory directory;
  private final Commitment commitment;

  AccountOperations(StreamDirectory directory, Commitment commitment) {
    this.directory = directory;
    this.commitment = commitment;
  }

  void limits(Call call, Answer answer) throws IOException, KinesisException {
    Parameters _ = call.parameters();
    answer
        .number("ShardLimit", StreamSpec.SHARDS_MAX)
        .number("OpenShardCount", directory.openShards(StreamMode.PROVISIONED))
        .number("OnDemandStreamCount", directory.count(StreamMode.ON_DEMAND))
        .number("OnDemandStreamCountLimit", AccountLimits.ON_DEMAND_STREAMS_MAX);
  }

  void describe(Call call, Answer answer) throws IOException, KinesisException {
    Parameters _ = call.parameters();
    members(answer);
  }

  void update(Call call, Answer answer) throws IOException, KinesisException {
    Parameters asked = call.parameters().object("MinimumThroughputBillingCommitment").orElseThrow();
    if (asked.requiredText("Status").equals(Commitment.Status.ENABLED.name())) {
      commitment.enable();
    } else {
      commitment.disable();
    }
    members(answer);
  }

  private void members(Answer answer) throws IOException {
    Commitment.Status status = commitment.status();
    answer.object("MinimumThroughputBillingCommitment").text("Status", status.name());
    switch (status) {
      case ENABLED, ENABLED_UNTIL_EARLIEST_ALLOWED_END ->
          answer
              .timestamp("StartedAt", commitment.startedMillis())
              .timestamp("EarliestAllowedEndAt", commitment.earliestEndMillis());
      case DISABLED -> {
        if (commitment.endedMillis() > 0) {
          answer.timestamp("EndedAt", commitment.endedMillis());
        }
      }
    }
    answer.end();
  }
}
