package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.DailyChange;
import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import java.io.IOException;

/**
 * SplitShard, MergeShards and UpdateShardCount. The new shards take records at once; the stream is
 * UPDATING for as long as state changes take.
 */
final class ReshardOperations {
  private final Common common;
  private final Streams streams;
  private final AccountLimits limits;
  private final DailyCounts counts;

  ReshardOperations(Common common, AccountLimits limits, DailyCounts counts) {
    this.common = common;
    this.streams = common.streams();
    this.limits = limits;
    this.counts = counts;
  }

  void split(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String start = parameters.requiredText("NewStartingHashKey");
    String id = streams.shardId(parameters, "ShardToSplit");
    Stream stream = streams.usable(streams.addressed(parameters));
    Shard shard = streams.shard(stream, id);
    HashKey second = inside(stream, shard, start);
    Stream _ = streams.active(stream);
    checkProvisioned(stream);
    checkOpen(stream, shard);
    limits.checkShards(1);
    if (!common.directory().split(stream, shard, second)) {
      throw ended(stream, shard);
    }
  }

  private HashKey inside(Stream stream, Shard shard, String start) throws KinesisException {
    return HashKey.parse(start)
        .filter(shard::canBeSplitAt)
        .orElseThrow(() ->
            KinesisException.argument(
                ("NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account"
                        + " %s is not both greater than one plus the shard's StartingHashKey %s and"
                        + " less than the shard's EndingHashKey %s.")
                    .formatted(
                        start,
                        shard.id(),
                        stream.name(),
                        common.accountId(),
                        shard.startingHashKey(),
                        shard.endingHashKey())));
  }

  void merge(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String lowerId = streams.shardId(parameters, "ShardToMerge");
    String upperId = streams.shardId(parameters, "AdjacentShardToMerge");
    Stream stream = streams.usable(streams.addressed(parameters));
    Shard lower = streams.shard(stream, lowerId);
    Shard upper = streams.shard(stream, upperId);
    checkAdjacent(stream, lower, upper);
    Stream _ = streams.active(stream);
    checkProvisioned(stream);
    checkOpen(stream, lower);
    checkOpen(stream, upper);
    if (!common.directory().merge(stream, lower, upper)) {
      throw ended(stream, lower);
    }
  }

  /** In this order: AWS does not merge an upper shard with its lower neighbour. */
  private void checkAdjacent(Stream stream, Shard lower, Shard upper) throws KinesisException {
    boolean adjacent =
        !upper.startingHashKey().equals(HashKey.MIN)
            && upper.startingHashKey().previous().equals(lower.endingHashKey());
    if (!adjacent) {
      throw KinesisException.argument(
          ("Shards %s and %s in stream %s under account %s are not an adjacent pair of shards"
                  + " eligible for merging")
              .formatted(lower.id(), upper.id(), stream.name(), common.accountId()));
    }
  }

  void updateCount(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int target = parameters.requiredInteger("TargetShardCount");
    Stream stream = streams.active(streams.addressed(parameters));
    checkProvisioned(stream);
    int open = stream.openShards();
    checkTarget(open, target);
    if (target != open) {
      counts.count(stream, DailyChange.SHARD_COUNT);
      boolean _ = common.directory().updateShardCount(stream, target);
    }
    answer
        .text("StreamName", stream.name())
        .number("CurrentShardCount", open)
        .number("TargetShardCount", target)
        .text("StreamARN", stream.arn());
  }

  private void checkTarget(int open, int target) throws KinesisException {
    int others = common.directory().openShards(StreamMode.PROVISIONED) - open;
    if (target > StreamSpec.SHARDS_MAX - others) {
      throw target(
          "Target shard count or number of open shards cannot be greater than "
              + (StreamSpec.SHARDS_MAX - others),
          open,
          target);
    }
    if (target > 2L * open) {
      throw target(
          "UpdateShardCount cannot scale up over double your current open shard count",
          open,
          target);
    }
    if (2L * target < open) {
      throw target(
          "UpdateShardCount cannot scale down below half your current open shard count",
          open,
          target);
    }
  }

  private static KinesisException target(String rule, int open, int target) {
    return new KinesisException(
        ErrorType.LIMIT_EXCEEDED,
        "%s. Current open shard count: %d, Target shard count: %d".formatted(rule, open, target));
  }

  private void checkProvisioned(Stream stream) throws KinesisException {
    if (stream.settings().mode() != StreamMode.PROVISIONED) {
      throw new KinesisException(
          ErrorType.VALIDATION,
          "Request is invalid. Stream %s under account %s is in On-Demand mode."
              .formatted(stream.name(), common.accountId()));
    }
  }

  private void checkOpen(Stream stream, Shard shard) throws KinesisException {
    if (shard.endedMillis() != Long.MAX_VALUE) {
      throw ended(stream, shard);
    }
  }

  private KinesisException ended(Stream stream, Shard shard) {
    return KinesisException.argument(
        ("Shard %s in stream %s under account %s has already been merged or split, and thus is not"
                + " eligible for merging or splitting.")
            .formatted(shard.id(), stream.name(), common.accountId()));
  }
}
