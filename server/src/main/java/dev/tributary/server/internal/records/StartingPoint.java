package dev.tributary.server.internal.records;

import java.time.Instant;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Where in a shard reading begins. */
public sealed interface StartingPoint {

  /** At the oldest record. */
  record TrimHorizon() implements StartingPoint {}

  /** After the newest record. */
  record Latest() implements StartingPoint {}

  /** At the first record that arrived then or later. */
  record At(Instant time) implements StartingPoint {}

  /** At this record. */
  record AtSequence(String sequenceNumber) implements StartingPoint {}

  /** Behind this record. */
  record AfterSequence(String sequenceNumber) implements StartingPoint {}

  /** Where a child begins when its parents have been read from here on to their ends. */
  default StartingPoint ofChildren() {
    return switch (this) {
      case At at -> at;
      case TrimHorizon _, Latest _, AtSequence _, AfterSequence _ -> new TrimHorizon();
    };
  }

  /** Asks for an iterator at this place. */
  default void applyTo(GetShardIteratorRequest.Builder request) {
    switch (this) {
      case TrimHorizon _ -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      case Latest _ -> request.shardIteratorType(ShardIteratorType.LATEST);
      case At at -> request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time());
      case AtSequence at ->
          request
              .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
              .startingSequenceNumber(at.sequenceNumber());
      case AfterSequence after ->
          request
              .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
              .startingSequenceNumber(after.sequenceNumber());
    }
  }
}
