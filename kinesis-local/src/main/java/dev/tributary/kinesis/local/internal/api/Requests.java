package dev.tributary.kinesis.local.internal.api;

import static dev.tributary.kinesis.local.internal.api.Shape.optional;
import static dev.tributary.kinesis.local.internal.api.Shape.required;
import static java.util.Map.entry;

import dev.tributary.kinesis.local.internal.api.Shape.Choice;
import dev.tributary.kinesis.local.internal.api.Shape.Items;
import dev.tributary.kinesis.local.internal.api.Shape.Member;
import dev.tributary.kinesis.local.internal.api.Shape.Pairs;
import dev.tributary.kinesis.local.internal.api.Shape.Structure;
import dev.tributary.kinesis.local.internal.api.Shape.Text;
import dev.tributary.kinesis.local.internal.api.Shape.Whole;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The API's model of 2026: the members of every request and what they may be. Members stand in the
 * order in which AWS names them when several are wrong: mostly the stream last. PutRecords is not
 * here, because it is not read as a tree (see {@link PutRecordsReader}).
 */
final class Requests {
  private static final Whole PAGE = new Whole(1, 10_000);
  private static final Whole POSITIVE = new Whole(1, Integer.MAX_VALUE);
  private static final Whole NATURAL = new Whole(0, Integer.MAX_VALUE);
  private static final Whole RECORD_KIB = new Whole(1024, 10_240);
  private static final Pairs TAGS = new Pairs(1, 200, TextRule.TAG_KEY, TextRule.TAG_VALUE);
  private static final Items TAG_KEYS = new Items(1, 50, new Text(TextRule.TAG_KEY));
  private static final Items METRICS = new Items(1, 7, Choice.of(ShardMetric.names()));
  private static final Choice ENCRYPTION = Choice.of("NONE", "KMS");
  private static final Choice ITERATOR_TYPE =
      Choice.of(
          "AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON");
  private static final Structure MODE =
      Structure.of(required("StreamMode", Choice.of(StreamMode.class)));
  private static final Structure COMMITMENT =
      Structure.of(required("Status", Choice.of("ENABLED", "DISABLED")));
  private static final Structure SHARD_FILTER =
      Structure.of(
          required("Type", Choice.of(ShardFilterType.class)),
          optional("ShardId", new Text(TextRule.SHARD_ID)),
          optional("Timestamp", new Shape.Timestamp()));
  private static final Structure POSITION =
      Structure.of(
          required("Type", ITERATOR_TYPE),
          optional("SequenceNumber", new Text(TextRule.SEQUENCE_NUMBER)),
          optional("Timestamp", new Shape.Timestamp()));

  private static final Member NAME = optional("StreamName", new Text(TextRule.STREAM_NAME));
  private static final Member ARN = optional("StreamARN", new Text(TextRule.STREAM_ARN));
  private static final Member ARN_REQUIRED = required("StreamARN", new Text(TextRule.STREAM_ARN));
  private static final Member ID = optional("StreamId", new Text(TextRule.STREAM_ID));
  private static final Member CONSUMER = optional("ConsumerName", new Text(TextRule.CONSUMER_NAME));
  private static final Member CONSUMER_ARN =
      optional("ConsumerARN", new Text(TextRule.CONSUMER_ARN));
  private static final Member RESOURCE = required("ResourceARN", new Text(TextRule.RESOURCE_ARN));
  private static final Member TOKEN = optional("NextToken", new Text(TextRule.NEXT_TOKEN));
  private static final Member RETENTION =
      required("RetentionPeriodHours", new Whole(1, Integer.MAX_VALUE));
  private static final Member CREATED = optional("StreamCreationTimestamp", new Shape.Timestamp());
  private static final Member DRY_RUN = optional("DryRun", new Shape.Flag());

  private static final Structure NOTHING = Structure.of();

  private static final Map<String, Structure> BY_OPERATION =
      Map.ofEntries(
          // Streams
          entry(
              "CreateStream",
              Structure.of(
                  optional("ShardCount", POSITIVE),
                  optional("StreamModeDetails", MODE),
                  optional("Tags", TAGS),
                  optional("WarmThroughputMiBps", NATURAL),
                  optional("MaxRecordSizeInKiB", RECORD_KIB),
                  required("StreamName", new Text(TextRule.STREAM_NAME)))),
          entry("DeleteStream", stream(optional("EnforceConsumerDeletion", new Shape.Flag()))),
          entry(
              "ListStreams",
              Structure.of(
                  optional("Limit", PAGE),
                  optional("ExclusiveStartStreamName", new Text(TextRule.STREAM_NAME)),
                  TOKEN)),
          entry(
              "DescribeStream",
              stream(
                  optional("Limit", PAGE),
                  optional("ExclusiveStartShardId", new Text(TextRule.SHARD_ID)))),
          entry("DescribeStreamSummary", stream()),

          // Settings of a stream
          entry("IncreaseStreamRetentionPeriod", stream(RETENTION)),
          entry("DecreaseStreamRetentionPeriod", stream(RETENTION)),
          entry(
              "UpdateStreamMode",
              Structure.of(
                  required("StreamModeDetails", MODE),
                  optional("WarmThroughputMiBps", NATURAL),
                  ARN_REQUIRED,
                  ID)),
          entry("UpdateStreamWarmThroughput", stream(required("WarmThroughputMiBps", NATURAL))),
          entry(
              "UpdateMaxRecordSize",
              Structure.of(required("MaxRecordSizeInKiB", RECORD_KIB), ARN, ID)),
          entry("StartStreamEncryption", encryption()),
          entry("StopStreamEncryption", encryption()),
          entry("EnableEnhancedMonitoring", stream(required("ShardLevelMetrics", METRICS))),
          entry("DisableEnhancedMonitoring", stream(required("ShardLevelMetrics", METRICS))),

          // Shards
          entry(
              "ListShards",
              stream(
                  optional("MaxResults", PAGE),
                  optional("ExclusiveStartShardId", new Text(TextRule.SHARD_ID)),
                  optional("ShardFilter", SHARD_FILTER),
                  CREATED,
                  TOKEN)),
          entry(
              "SplitShard",
              Structure.of(
                  required("NewStartingHashKey", new Text(TextRule.HASH_KEY)),
                  NAME,
                  required("ShardToSplit", new Text(TextRule.SHARD_ID)),
                  ARN,
                  ID)),
          entry(
              "MergeShards",
              stream(
                  required("ShardToMerge", new Text(TextRule.SHARD_ID)),
                  required("AdjacentShardToMerge", new Text(TextRule.SHARD_ID)))),
          entry(
              "UpdateShardCount",
              Structure.of(
                  required("ScalingType", Choice.of("UNIFORM_SCALING")),
                  NAME,
                  required("TargetShardCount", new Whole(1, 100_000)),
                  ARN,
                  ID)),

          // Consumers
          entry(
              "RegisterStreamConsumer",
              Structure.of(
                  required("ConsumerName", new Text(TextRule.CONSUMER_NAME)),
                  optional("Tags", TAGS),
                  ARN_REQUIRED,
                  ID)),
          entry("DescribeStreamConsumer", Structure.of(CONSUMER, CONSUMER_ARN, ARN, ID)),
          entry("DeregisterStreamConsumer", Structure.of(CONSUMER, CONSUMER_ARN, ARN, ID)),
          entry(
              "ListStreamConsumers",
              Structure.of(optional("MaxResults", PAGE), TOKEN, CREATED, ARN_REQUIRED, ID)),
          entry(
              "SubscribeToShard",
              Structure.of(
                  required("ShardId", new Text(TextRule.SHARD_ID)),
                  required("StartingPosition", POSITION),
                  required("ConsumerARN", new Text(TextRule.CONSUMER_ARN)),
                  ID)),

          // Tags and policies
          entry("AddTagsToStream", stream(required("Tags", TAGS))),
          entry("RemoveTagsFromStream", stream(required("TagKeys", TAG_KEYS))),
          entry(
              "ListTagsForStream",
              stream(
                  optional("Limit", new Whole(1, 50)),
                  optional("ExclusiveStartTagKey", new Text(TextRule.TAG_KEY)))),
          entry("TagResource", resource(required("Tags", TAGS))),
          entry("UntagResource", resource(required("TagKeys", TAG_KEYS))),
          entry("ListTagsForResource", resource()),
          entry("PutResourcePolicy", resource(required("Policy", new Text(TextRule.ANY)))),
          entry("GetResourcePolicy", resource()),
          entry("DeleteResourcePolicy", resource()),

          // The account
          entry("DescribeLimits", NOTHING),
          entry("DescribeAccountSettings", NOTHING),
          entry(
              "UpdateAccountSettings",
              Structure.of(required("MinimumThroughputBillingCommitment", COMMITMENT))),

          // Records
          entry(
              "PutRecord",
              stream(
                  optional("SequenceNumberForOrdering", new Text(TextRule.SEQUENCE_NUMBER)),
                  required("PartitionKey", new Text(TextRule.PARTITION_KEY)),
                  optional("ExplicitHashKey", new Text(TextRule.HASH_KEY)),
                  required("Data", new Shape.Blob()),
                  DRY_RUN)),
          entry(
              "GetShardIterator",
              stream(
                  required("ShardId", new Text(TextRule.SHARD_ID)),
                  required("ShardIteratorType", ITERATOR_TYPE),
                  optional("StartingSequenceNumber", new Text(TextRule.SEQUENCE_NUMBER)),
                  optional("Timestamp", new Shape.Timestamp()),
                  DRY_RUN)),
          entry(
              "GetRecords",
              Structure.of(
                  optional("Limit", PAGE),
                  required("ShardIterator", new Text(TextRule.SHARD_ITERATOR)),
                  ARN,
                  ID,
                  DRY_RUN)));

  private Requests() {}

  /** What a request may hold; nothing is checked for an operation that is not there. */
  static Structure of(String operation) {
    return BY_OPERATION.getOrDefault(operation, NOTHING);
  }

  static Set<String> operations() {
    return BY_OPERATION.keySet();
  }

  /** Some members and those that say which stream is meant. */
  private static Structure stream(Member... members) {
    return with(members, NAME, ARN, ID);
  }

  private static Structure resource(Member... members) {
    return with(members, RESOURCE, ID);
  }

  private static Structure encryption() {
    return stream(
        required("EncryptionType", ENCRYPTION), required("KeyId", new Text(TextRule.KEY_ID)));
  }

  private static Structure with(Member[] members, Member... more) {
    Member[] all = Arrays.copyOf(members, members.length + more.length);
    System.arraycopy(more, 0, all, members.length, more.length);
    return Structure.of(all);
  }
}
