package dev.tributary.server.internal.cli.kinesis;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code tributary streams merge}. */
@Command(name = "merge", description = "Merge two shards whose hash keys adjoin.")
final class MergeShards extends StreamChange {

  @Parameters(index = "1", paramLabel = "SHARD", description = "Id of one shard.")
  private String shard = "";

  @Parameters(index = "2", paramLabel = "ADJACENT", description = "Id of the other.")
  private String adjacent = "";

  @Override
  void change(KinesisClient kinesis) {
    kinesis.mergeShards(
        request -> request.streamName(stream()).shardToMerge(shard).adjacentShardToMerge(adjacent));
  }
}
