package dev.tributary.kinesis.local.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Valid requests: one of each operation at least, and some rules of faults.
 *
 * @param requests to be broken
 */
record Corpus(List<Request> requests) {
  static final String STREAM = "s";

  private static final ObjectMapper TREES = new ObjectMapper();
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  private static final String CONSUMER = ARN + "/consumer/c:1";

  /** The members of a request. */
  record Request(String operation, JsonNode members) {}

  /** Stands where a request needs an iterator. */
  private static final String ITERATOR = "{iterator}";

  private static final List<List<String>> OPERATIONS =
      List.of(
          List.of(
              "PutRecords",
              """
              {"StreamName": "s", "Records": [
                {"Data": "YWJj", "PartitionKey": "a"},
                {"Data": "", "PartitionKey": "é", "ExplicitHashKey": "340282366920938463463374607431768211455"},
                {"Data": "AAECAwQFBgcICQ==", "PartitionKey": "c", "ExplicitHashKey": "0"}]}\
              """),
          List.of(
              "PutRecords",
              "{\"Records\": [{\"Data\": \"YQ==\", \"PartitionKey\": \"1\"}],"
                  + " \"StreamARN\": \""
                  + ARN
                  + "\", \"DryRun\": true}"),
          List.of(
              "PutRecord",
              """
              {"StreamName": "s", "Data": "YWJj", "PartitionKey": "k", "ExplicitHashKey": "12",
               "SequenceNumberForOrdering": "0"}\
              """),
          List.of("GetRecords", "{\"ShardIterator\": \"" + ITERATOR + "\", \"Limit\": 10}"),
          List.of("GetRecords", "{\"ShardIterator\": \"" + ITERATOR + "\"}"),
          List.of(
              "GetShardIterator",
              """
              {"StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"}\
              """),
          List.of(
              "GetShardIterator",
              """
              {"StreamName": "s", "ShardId": "shardId-000000000001", "ShardIteratorType": "AT_TIMESTAMP",
               "Timestamp": 1700000000.5, "StartingSequenceNumber": "49"}\
              """),
          List.of(
              "SubscribeToShard",
              "{\"ConsumerARN\": \""
                  + CONSUMER
                  + "\", \"ShardId\": \"shardId-000000000000\","
                  + " \"StartingPosition\": {\"Type\": \"AT_TIMESTAMP\", \"Timestamp\": 1}}"),
          List.of(
              "CreateStream",
              "{\"StreamName\": \"t\", \"ShardCount\": 2, \"Tags\": {\"a\": \"b\"}}"),
          List.of(
              "CreateStream",
              """
              {"StreamName": "u", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "MaxRecordSizeInKiB": 2048}\
              """),
          List.of("DeleteStream", "{\"StreamName\": \"t\", \"EnforceConsumerDeletion\": true}"),
          List.of("ListStreams", "{\"Limit\": 3, \"ExclusiveStartStreamName\": \"a\"}"),
          List.of("DescribeStream", "{\"StreamName\": \"s\", \"Limit\": 2}"),
          List.of("DescribeStreamSummary", "{\"StreamARN\": \"" + ARN + "\"}"),
          List.of(
              "IncreaseStreamRetentionPeriod",
              "{\"StreamName\": \"s\", \"RetentionPeriodHours\": 48}"),
          List.of(
              "DecreaseStreamRetentionPeriod",
              "{\"StreamName\": \"s\", \"RetentionPeriodHours\": 24}"),
          List.of(
              "UpdateStreamMode",
              "{\"StreamARN\": \""
                  + ARN
                  + "\", \"StreamModeDetails\": {\"StreamMode\": \"PROVISIONED\"}}"),
          List.of(
              "UpdateStreamWarmThroughput", "{\"StreamName\": \"s\", \"WarmThroughputMiBps\": 5}"),
          List.of(
              "UpdateMaxRecordSize",
              "{\"StreamARN\": \"" + ARN + "\", \"MaxRecordSizeInKiB\": 1024}"),
          List.of(
              "StartStreamEncryption",
              "{\"StreamName\": \"s\", \"EncryptionType\": \"KMS\", \"KeyId\": \"alias/aws/kinesis\"}"),
          List.of(
              "StopStreamEncryption",
              "{\"StreamName\": \"s\", \"EncryptionType\": \"KMS\", \"KeyId\": \"alias/aws/kinesis\"}"),
          List.of(
              "EnableEnhancedMonitoring",
              "{\"StreamName\": \"s\", \"ShardLevelMetrics\": [\"IncomingBytes\", \"ALL\"]}"),
          List.of(
              "DisableEnhancedMonitoring",
              "{\"StreamName\": \"s\", \"ShardLevelMetrics\": [\"ALL\"]}"),
          List.of(
              "ListShards",
              """
              {"StreamName": "s", "MaxResults": 5,
               "ShardFilter": {"Type": "FROM_TIMESTAMP", "Timestamp": 1700000000, "ShardId": "shardId-000000000000"}}\
              """),
          List.of(
              "ListShards",
              "{\"NextToken\": \"AAAA\", \"ExclusiveStartShardId\": \"shardId-000000000000\"}"),
          List.of(
              "SplitShard",
              """
              {"StreamName": "s", "ShardToSplit": "shardId-000000000000", "NewStartingHashKey": "10000000000000000000"}\
              """),
          List.of(
              "MergeShards",
              """
              {"StreamName": "s", "ShardToMerge": "shardId-000000000001", "AdjacentShardToMerge": "shardId-000000000002"}\
              """),
          List.of(
              "UpdateShardCount",
              "{\"StreamName\": \"s\", \"TargetShardCount\": 3, \"ScalingType\": \"UNIFORM_SCALING\"}"),
          List.of(
              "RegisterStreamConsumer",
              "{\"StreamARN\": \"" + ARN + "\", \"ConsumerName\": \"d\"}"),
          List.of(
              "DescribeStreamConsumer",
              "{\"StreamARN\": \"" + ARN + "\", \"ConsumerName\": \"c\"}"),
          List.of("ListStreamConsumers", "{\"StreamARN\": \"" + ARN + "\", \"MaxResults\": 2}"),
          List.of(
              "DeregisterStreamConsumer",
              "{\"StreamARN\": \"" + ARN + "\", \"ConsumerName\": \"d\"}"),
          List.of(
              "AddTagsToStream", "{\"StreamName\": \"s\", \"Tags\": {\"a\": \"1\", \"b\": \"\"}}"),
          List.of("RemoveTagsFromStream", "{\"StreamName\": \"s\", \"TagKeys\": [\"a\", \"b\"]}"),
          List.of(
              "ListTagsForStream",
              "{\"StreamName\": \"s\", \"Limit\": 1, \"ExclusiveStartTagKey\": \"a\"}"),
          List.of("TagResource", "{\"ResourceARN\": \"" + ARN + "\", \"Tags\": {\"x\": \"y\"}}"),
          List.of("UntagResource", "{\"ResourceARN\": \"" + ARN + "\", \"TagKeys\": [\"x\"]}"),
          List.of("ListTagsForResource", "{\"ResourceARN\": \"" + ARN + "\"}"),
          List.of(
              "PutResourcePolicy",
              "{\"ResourceARN\": \""
                  + ARN
                  + "\", \"Policy\": \"{\\\"Version\\\": \\\"2012-10-17\\\"}\"}"),
          List.of("GetResourcePolicy", "{\"ResourceARN\": \"" + ARN + "\"}"),
          List.of("DeleteResourcePolicy", "{\"ResourceARN\": \"" + ARN + "\"}"),
          List.of("DescribeLimits", "{}"),
          List.of("DescribeAccountSettings", "{}"),
          List.of(
              "UpdateAccountSettings",
              "{\"MinimumThroughputBillingCommitment\": {\"Status\": \"ENABLED\"}}"));

  private static final List<String> FAULTS =
      List.of(
          """
          {"id": "a", "operations": ["PutRecords"], "stream": "s*", "effect": {"error": "ThrottlingException"},
           "probability": 0.5, "seed": 7, "times": 3, "after": 1, "every": 2}\
          """,
          """
          {"rules": [{"records": {"partition_keys": ["k*"], "indexes": [1], "share": 0.5}, "effect": "throttle"},
           {"effect": {"latency": {"from": "10ms", "to": "1s"}}}]}\
          """,
          """
          [{"script": [{"effect": "none", "repeat": 2}, {"effect": {"status": 503}}], "loop": true,
           "from": "1s", "until": "2s"}, {"effect": "reset_after_storing"}]\
          """);

  /**
   * @param iterator one that the server has given
   */
  static Corpus of(String iterator) {
    List<Request> requests = new ArrayList<>();
    for (List<String> operation : OPERATIONS) {
      String json = operation.getLast().replace(ITERATOR, iterator);
      requests.add(new Request(operation.getFirst(), tree(json)));
    }
    return new Corpus(requests);
  }

  static List<JsonNode> faults() {
    return FAULTS.stream().map(Corpus::tree).toList();
  }

  private static JsonNode tree(String json) {
    try {
      return TREES.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a sample is broken: " + json, e);
    }
  }
}
