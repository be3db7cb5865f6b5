package dev.tributary.kinesis.local.internal.faults;

import java.util.Set;

/** The operations of the Kinesis API, so that a rule for one that does not exist is refused. */
final class OperationNames {
  static final String PUT_RECORD = "PutRecord";
  static final String PUT_RECORDS = "PutRecords";

  static final Set<String> ALL =
      Set.of(
          "AddTagsToStream",
          "CreateStream",
          "DecreaseStreamRetentionPeriod",
          "DeleteResourcePolicy",
          "DeleteStream",
          "DeregisterStreamConsumer",
          "DescribeAccountSettings",
          "DescribeLimits",
          "DescribeStream",
          "DescribeStreamConsumer",
          "DescribeStreamSummary",
          "DisableEnhancedMonitoring",
          "EnableEnhancedMonitoring",
          "GetRecords",
          "GetResourcePolicy",
          "GetShardIterator",
          "IncreaseStreamRetentionPeriod",
          "ListShards",
          "ListStreamConsumers",
          "ListStreams",
          "ListTagsForResource",
          "ListTagsForStream",
          "MergeShards",
          PUT_RECORD,
          PUT_RECORDS,
          "PutResourcePolicy",
          "RegisterStreamConsumer",
          "RemoveTagsFromStream",
          "SplitShard",
          "StartStreamEncryption",
          "StopStreamEncryption",
          "SubscribeToShard",
          "TagResource",
          "UntagResource",
          "UpdateAccountSettings",
          "UpdateMaxRecordSize",
          "UpdateShardCount",
          "UpdateStreamMode",
          "UpdateStreamWarmThroughput");

  /** Those that AWS throttles by the throughput of a shard; the others by calls of an account. */
  static final Set<String> DATA_PLANE =
      Set.of("GetRecords", "GetShardIterator", PUT_RECORD, PUT_RECORDS);

  private OperationNames() {}
}
