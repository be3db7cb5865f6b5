package dev.tributary.kinesis.local.internal.api;

/** Which shards ListShards is to show, as the API names it. */
enum ShardFilterType {
  AFTER_SHARD_ID,
  AT_TRIM_HORIZON,
  FROM_TRIM_HORIZON,
  AT_LATEST,
  AT_TIMESTAMP,
  FROM_TIMESTAMP
}
