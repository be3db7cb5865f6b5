package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamSettings;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** DescribeStream and DescribeStreamSummary. */
final class DescribeOperations {
  private static final int PAGE_MAX = 100;

  private final Common common;
  private final Consumers consumers;

  DescribeOperations(Common common, Consumers consumers) {
    this.common = common;
    this.consumers = consumers;
  }

  void describe(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = common.streams().addressed(parameters);
    int limit = Math.min(parameters.integer("Limit").orElse(PAGE_MAX), PAGE_MAX);
    Optional<String> after = parameters.text("ExclusiveStartShardId");
    List<Shard> rest = after(visibleShards(stream), after.orElse(""));
    answer.object("StreamDescription");
    members(stream, answer);
    answer.list("Shards");
    for (Shard shard : rest.subList(0, Math.min(limit, rest.size()))) {
      shard(shard, answer);
    }
    answer.end().flag("HasMoreShards", rest.size() > limit).end();
  }

  void summary(Call call, Answer answer) throws IOException, KinesisException {
    Stream stream = common.streams().addressed(call.parameters());
    answer.object("StreamDescriptionSummary");
    members(stream, answer);
    answer
        .number("OpenShardCount", visibleShards(stream).isEmpty() ? 0 : stream.openShards())
        .number("ConsumerCount", consumers.of(stream).size())
        .number("MaxRecordSizeInKiB", stream.settings().recordKibMax());
    Optional<Integer> warm = stream.settings().warmThroughputMib();
    if (warm.isPresent()) {
      warmThroughput(warm.get(), answer);
    }
    answer.end();
  }

  static void warmThroughput(int mib, Answer answer) throws IOException {
    answer.object("WarmThroughput").number("TargetMiBps", mib).number("CurrentMiBps", mib).end();
  }

  /** A stream that is being created shows no shards, as in AWS. */
  private List<Shard> visibleShards(Stream stream) {
    return stream.status(common.nowMillis()) == StreamStatus.CREATING ? List.of() : stream.shards();
  }

  private void members(Stream stream, Answer answer) throws IOException {
    StreamSettings settings = stream.settings();
    answer
        .text("StreamName", stream.name())
        .text("StreamARN", stream.arn())
        .text("StreamStatus", stream.status(common.nowMillis()).name())
        .object("StreamModeDetails")
        .text("StreamMode", settings.mode().name())
        .end()
        .number("RetentionPeriodHours", settings.retentionHours())
        .timestamp("StreamCreationTimestamp", stream.createdMillis())
        .list("EnhancedMonitoring")
        .object()
        .texts("ShardLevelMetrics", settings.shardLevelMetrics())
        .end()
        .end();
    Optional<String> key = settings.kmsKeyId();
    answer.text("EncryptionType", key.isPresent() ? "KMS" : "NONE");
    if (key.isPresent()) {
      answer.text("KeyId", key.get());
    }
  }

  /** Shard ids have a fixed width, so that their order is the order of their texts. */
  static List<Shard> after(List<Shard> shards, String id) {
    return shards.stream().filter(shard -> shard.id().compareTo(id) > 0).toList();
  }

  static void shard(Shard shard, Answer answer) throws IOException {
    answer.object().text("ShardId", shard.id());
    if (shard.parent().isPresent()) {
      answer.text("ParentShardId", shard.parent().get().id());
    }
    if (shard.adjacentParent().isPresent()) {
      answer.text("AdjacentParentShardId", shard.adjacentParent().get().id());
    }
    hashKeyRange(shard, answer);
    answer
        .object("SequenceNumberRange")
        .text("StartingSequenceNumber", shard.startingSequenceNumber());
    Optional<String> ending = shard.endingSequenceNumber();
    if (ending.isPresent()) {
      answer.text("EndingSequenceNumber", ending.get());
    }
    answer.end().end();
  }

  /** What a consumer has to read when it is at the end of a shard that was split or merged. */
  static void children(List<Shard> children, Answer answer) throws IOException {
    answer.list("ChildShards");
    for (Shard child : children) {
      answer.object().text("ShardId", child.id()).list("ParentShards");
      if (child.parent().isPresent()) {
        answer.text(child.parent().get().id());
      }
      if (child.adjacentParent().isPresent()) {
        answer.text(child.adjacentParent().get().id());
      }
      answer.end();
      hashKeyRange(child, answer);
      answer.end();
    }
    answer.end();
  }

  static void hashKeyRange(Shard shard, Answer answer) throws IOException {
    answer
        .object("HashKeyRange")
        .text("StartingHashKey", shard.startingHashKey().toString())
        .text("EndingHashKey", shard.endingHashKey().toString())
        .end();
  }
}
