package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import dev.tributary.kinesis.local.internal.store.StreamStatus;

/** How many shards and streams an account may have. */
final class AccountLimits {
  /** AWS's default. */
  static final int ON_DEMAND_STREAMS_MAX = 50;

  /** Kinesis limit. */
  private static final int CREATING_MAX = 5;

  private final Common common;

  AccountLimits(Common common) {
    this.common = common;
  }

  void checkShards(int additional) throws KinesisException {
    int open = common.directory().openShards(StreamMode.PROVISIONED);
    if (additional > StreamSpec.SHARDS_MAX - open) {
      throw exceeded(
          ("This request would exceed the shard limit for the account %s in %s. Current shard count"
                  + " for the account: %d. Limit: %d. Number of additional shards that would have"
                  + " resulted from this request: %d. Refer to the AWS Service Limits page"
                  + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for"
                  + " current limits and how to request higher limits.")
              .formatted(
                  common.accountId(),
                  common.settings().region(),
                  open,
                  StreamSpec.SHARDS_MAX,
                  additional));
    }
  }

  void checkOnDemandStreams() throws KinesisException {
    int count = common.directory().count(StreamMode.ON_DEMAND);
    if (count >= ON_DEMAND_STREAMS_MAX) {
      throw exceeded(
          ("This request would exceed the limit on the number of On-Demand streams for the account"
                  + " %s in %s. Current On-Demand streams count: %d. Limit: %d.")
              .formatted(
                  common.accountId(), common.settings().region(), count, ON_DEMAND_STREAMS_MAX));
    }
  }

  void checkCreating() throws KinesisException {
    if (!common.countsEnforced()) {
      return;
    }
    long creating =
        common.directory().list(null, Integer.MAX_VALUE).stream()
            .filter(stream -> stream.status(common.nowMillis()) == StreamStatus.CREATING)
            .count();
    if (creating >= CREATING_MAX) {
      throw exceeded(
          ("This request would have exceed the limit on the number of streams that can"
                  + " simultaneously be in CREATING or DELETING for the account %s. Limit: %d.")
              .formatted(common.accountId(), CREATING_MAX));
    }
  }

  private static KinesisException exceeded(String text) {
    return new KinesisException(ErrorType.LIMIT_EXCEEDED, text);
  }
}
