package dev.tributary.kinesis.local.contract;

/**
 * What ours does otherwise than the npm package {@code kinesis-local} 0.6.2, and which document of
 * AWS decides. {@code docs/local-kinesis.md} is made of it, and each has a test that checks both
 * sides.
 */
enum Difference {
  VALIDATION(
      "A value that the API's model does not allow (length, range, pattern), such as a key of 257 characters or a `Limit` of 0",
      "`ValidationException`",
      "`InvalidArgumentException`",
      "APIReference/CommonErrors.html"),
  BATCH_SIZE(
      "PutRecords without a record, or with 501",
      "`ValidationException`",
      "answers 200",
      "APIReference/API_PutRecords.html"),
  EVEN_RANGES(
      "Where the second of two new shards begins; uniform scaling alike",
      "at 2^127",
      "at 2^127 - 1: the parts are cut from one key less than there is",
      "APIReference/API_HashKeyRange.html"),
  TIME_TO_COME(
      "`AT_TIMESTAMP` with a time that has not come",
      "`InvalidArgumentException`",
      "gives an iterator",
      "APIReference/API_GetShardIterator.html"),
  MADE_UP_ITERATOR(
      "GetRecords with a text that is no iterator",
      "`InvalidArgumentException`",
      "500 without an error",
      "APIReference/API_GetRecords.html"),
  FOREIGN_NUMBER(
      "An iterator at a sequence number of another shard",
      "`InvalidArgumentException`",
      "gives an iterator",
      "APIReference/API_GetShardIterator.html"),
  SPLIT_AT_EDGE(
      "SplitShard at the first hash key of the shard, which leaves nothing for the lower child",
      "`InvalidArgumentException`",
      "splits",
      "APIReference/API_SplitShard.html"),
  SPLIT_AGAIN(
      "SplitShard of a shard that was split or merged before",
      "`InvalidArgumentException`",
      "`ResourceInUseException`",
      "APIReference/API_SplitShard.html"),
  SCALE_TOO_FAR(
      "UpdateShardCount to more than double or less than half",
      "`LimitExceededException`",
      "`InvalidArgumentException`",
      "APIReference/API_UpdateShardCount.html"),
  SCALE_ON_DEMAND(
      "UpdateShardCount of a stream on demand",
      "`ValidationException`",
      "scales",
      "APIReference/API_UpdateShardCount.html"),
  TRIM_HORIZON_FILTER(
      "ListShards `AT_TRIM_HORIZON` after a split",
      "the shards that were open then",
      "all shards",
      "APIReference/API_ShardFilter.html"),
  CONSUMER_PAGES(
      "The second page of ListStreamConsumers",
      "goes on behind the first",
      "begins again",
      "APIReference/API_ListStreamConsumers.html"),
  STREAM_SUMMARIES(
      "`StreamSummaries` of ListStreams",
      "the streams' ARN, status, mode and time",
      "empty",
      "APIReference/API_ListStreams.html"),
  REFUSED_DELETION(
      "DeleteStream of a stream that has consumers, without `EnforceConsumerDeletion`",
      "`ResourceInUseException`; nothing happens",
      "`ResourceInUseException`; the stream is deleted",
      "APIReference/API_DeleteStream.html"),
  ENUMERATION(
      "A value outside an enumeration, such as `ShardIteratorType` `OLDEST`",
      "`ValidationException`",
      "`SerializationException`",
      "APIReference/CommonErrors.html"),
  WRITE_LIMITS(
      "PutRecords beyond a shard's 1,000 records or 1 MB a second",
      "fails the records that do not fit with `ProvisionedThroughputExceededException` and stores the others (`limits = off` switches it off)",
      "stores all",
      "APIReference/API_PutRecords.html"),
  READ_LIMITS(
      "GetRecords more than five times a second of one shard",
      "`ProvisionedThroughputExceededException`",
      "answers",
      "APIReference/API_GetRecords.html"),
  CONTROL_PLANE_LIMITS(
      "DescribeStreamSummary more than twenty times a second",
      "`LimitExceededException`",
      "answers",
      "APIReference/API_DescribeStreamSummary.html"),
  FIRST_EVENT(
      "The first message of SubscribeToShard",
      "`initial-response`, by which the SDKs know that the subscription is there",
      "an event of records; boto3 refuses it",
      "APIReference/API_SubscribeToShard.html"),
  SUBSCRIPTION_REFUSED(
      "SubscribeToShard of a shard that does not exist",
      "`ResourceNotFoundException`",
      "a subscription without records",
      "APIReference/API_SubscribeToShard.html"),
  END_OF_SUBSCRIPTION(
      "The end of a shard that is subscribed to",
      "is told with its children, and the subscription ends",
      "goes on with empty events",
      "APIReference/API_SubscribeToShardEvent.html"),
  UNSIGNED(
      "A request without a signature",
      "answers, unless credentials are configured",
      "`MissingAuthenticationTokenException`",
      "APIReference/CommonErrors.html"),
  UNKNOWN_OPERATION(
      "An operation that there is not",
      "`UnknownOperationException`",
      "`AccessDeniedException`",
      "APIReference/CommonErrors.html"),
  DRY_RUN(
      "PutRecord with `DryRun`",
      "`DryRunOperationException`, nothing is stored",
      "stores the record",
      "APIReference/API_PutRecord.html");

  private static final String DOCUMENTS = "https://docs.aws.amazon.com/kinesis/latest/";

  private final String what;
  private final String ours;
  private final String node;
  private final String document;

  Difference(String what, String ours, String node, String document) {
    this.what = what;
    this.ours = ours;
    this.node = node;
    this.document = document;
  }

  /** A line of the table. */
  String line() {
    String title =
        document.substring(document.lastIndexOf('/') + 1).replace("API_", "").replace(".html", "");
    return "| %s | %s | %s | [%s](%s%s) |".formatted(what, ours, node, title, DOCUMENTS, document);
  }
}
