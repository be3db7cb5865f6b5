package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** DescribeStream and DescribeStreamSummary. */
final class DescribeOperations {
  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 10_000;

  private final Streams streams;
  private final Duration retention;
  private final InstantSource clock;

  DescribeOperations(Streams streams, Duration retention, InstantSource clock) {
    this.streams = streams;
    this.retention = retention;
    this.clock = clock;
  }

  void describe(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = streams.addressed(parameters);
    int limit = parameters.integer("Limit", 1, PAGE_MAX).orElse(PAGE_DEFAULT);
    Optional<String> after = parameters.text("ExclusiveStartShardId", TextRule.SHARD_ID);
    List<Shard> rest = after(visibleShards(stream), after.orElse(""));
    answer.object("StreamDescription");
    common(stream, answer);
    answer.list("Shards");
    for (Shard shard : rest.subList(0, Math.min(limit, rest.size()))) {
      shard(shard, answer);
    }
    answer.end().flag("HasMoreShards", rest.size() > limit).end();
  }

  void summary(Call call, Answer answer) throws IOException, KinesisException {
    Stream stream = streams.addressed(call.parameters());
    answer.object("StreamDescriptionSummary");
    common(stream, answer);
    answer
        .number("OpenShardCount", visibleShards(stream).isEmpty() ? 0 : stream.openShards())
        .number("ConsumerCount", 0)
        .number("MaxRecordSizeInKiB", stream.spec().recordKibMax())
        .end();
  }

  /** A stream that is being created shows no shards, as in AWS. */
  private List<Shard> visibleShards(Stream stream) {
    return stream.status(clock.millis()) == StreamStatus.CREATING ? List.of() : stream.shards();
  }

  private void common(Stream stream, Answer answer) throws IOException {
    answer
        .text("StreamName", stream.name())
        .text("StreamARN", stream.arn())
        .text("StreamStatus", stream.status(clock.millis()).name())
        .object("StreamModeDetails")
        .text("StreamMode", stream.spec().mode().name())
        .end()
        .number("RetentionPeriodHours", retention.toHours())
        .timestamp("StreamCreationTimestamp", stream.createdMillis())
        .list("EnhancedMonitoring")
        .object()
        .list("ShardLevelMetrics")
        .end()
        .end()
        .end()
        .text("EncryptionType", "NONE");
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

  static void hashKeyRange(Shard shard, Answer answer) throws IOException {
    answer
        .object("HashKeyRange")
        .text("StartingHashKey", shard.startingHashKey().toString())
        .text("EndingHashKey", shard.endingHashKey().toString())
        .end();
  }
}
