package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.time.InstantSource;

/**
 * SplitShard. The new shards take records at once; the stream is UPDATING for as long as state
 * changes take.
 */
final class ReshardOperations {
  private final StreamDirectory directory;
  private final Streams streams;
  private final InstantSource clock;

  ReshardOperations(StreamDirectory directory, Streams streams, InstantSource clock) {
    this.directory = directory;
    this.streams = streams;
    this.clock = clock;
  }

  void split(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String shardId = parameters.requiredText("ShardToSplit", TextRule.SHARD_ID);
    String start = parameters.requiredText("NewStartingHashKey", TextRule.HASH_KEY);
    Stream stream = streams.usable(streams.addressed(parameters));
    Shard shard = streams.shard(stream, shardId);
    HashKey second = inside(shard, start);
    checkStream(stream);
    if (!directory.split(stream, shard, second)) {
      throw KinesisException.argument(
          "Shard %s in stream %s has been split already".formatted(shardId, stream.name()));
    }
  }

  private static HashKey inside(Shard shard, String start) throws KinesisException {
    return HashKey.parse(start)
        .filter(shard::canBeSplitAt)
        .orElseThrow(() ->
            KinesisException.argument(
                "NewStartingHashKey is %s, must be greater than the StartingHashKey %s of %s plus"
                        .formatted(start, shard.startingHashKey(), shard.id())
                    + " one, and less than its EndingHashKey "
                    + shard.endingHashKey()));
  }

  private void checkStream(Stream stream) throws KinesisException {
    if (stream.status(clock.millis()) != StreamStatus.ACTIVE) {
      throw streams.notActive(stream);
    }
    if (stream.spec().mode() != StreamMode.PROVISIONED) {
      throw new KinesisException(
          ErrorType.VALIDATION,
          "Stream %s is ON_DEMAND, must be PROVISIONED for its shards to be split"
              .formatted(stream.name()));
    }
    int open = directory.openShards(StreamMode.PROVISIONED);
    if (open >= StreamSpec.SHARDS_MAX) {
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "%d shards are open, which is this account's limit".formatted(open));
    }
  }
}
