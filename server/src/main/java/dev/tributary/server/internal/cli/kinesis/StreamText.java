package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Streams and shards for people and, with AWS's names, as JSON. */
final class StreamText {

  private StreamText() {}

  /** One line. */
  static String line(StreamDescriptionSummary stream) {
    return "%s is %s: %d open shard(s), %s, retention %d h"
        .formatted(
            stream.streamName(),
            stream.streamStatusAsString(),
            stream.openShardCount(),
            mode(stream),
            stream.retentionPeriodHours());
  }

  static String mode(StreamDescriptionSummary stream) {
    // Servers of the time before on-demand streams leave it out.
    return stream.streamModeDetails() == null
        ? "PROVISIONED"
        : stream.streamModeDetails().streamModeAsString();
  }

  static ObjectNode json(StreamDescriptionSummary stream) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("StreamName", stream.streamName());
    node.put("StreamARN", stream.streamARN());
    node.put("StreamStatus", stream.streamStatusAsString());
    node.put("StreamMode", mode(stream));
    node.put("RetentionPeriodHours", stream.retentionPeriodHours());
    node.put("StreamCreationTimestamp", String.valueOf(stream.streamCreationTimestamp()));
    node.put("EncryptionType", stream.encryptionTypeAsString());
    node.put("KeyId", stream.keyId());
    node.put("OpenShardCount", stream.openShardCount());
    node.put("ConsumerCount", stream.consumerCount());
    node.put("MaxRecordSizeInKiB", stream.maxRecordSizeInKiB());
    node.properties().removeIf(member -> member.getValue().isNull());
    return node;
  }

  static ObjectNode json(Shard shard) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("ShardId", shard.shardId());
    node.put("Open", isOpen(shard));
    if (shard.parentShardId() != null) {
      node.put("ParentShardId", shard.parentShardId());
    }
    if (shard.adjacentParentShardId() != null) {
      node.put("AdjacentParentShardId", shard.adjacentParentShardId());
    }
    node.put("StartingHashKey", shard.hashKeyRange().startingHashKey());
    node.put("EndingHashKey", shard.hashKeyRange().endingHashKey());
    node.put("StartingSequenceNumber", shard.sequenceNumberRange().startingSequenceNumber());
    if (!isOpen(shard)) {
      node.put("EndingSequenceNumber", shard.sequenceNumberRange().endingSequenceNumber());
    }
    return node;
  }

  static boolean isOpen(Shard shard) {
    return shard.sequenceNumberRange().endingSequenceNumber() == null;
  }

  /** The shards that it came from, or nothing. */
  static String parents(Shard shard) {
    if (shard.parentShardId() == null) {
      return "";
    }
    return shard.adjacentParentShardId() == null
        ? shard.parentShardId()
        : shard.parentShardId() + ", " + shard.adjacentParentShardId();
  }
}
