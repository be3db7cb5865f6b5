package dev.tributary.server.internal.cli.kinesis;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

/** {@code tributary streams scale}. */
@Command(
    name = "scale",
    description = "Split and merge until there are so many shards, all of the same size.")
final class ScaleStream extends StreamChange {

  @Parameters(index = "1", paramLabel = "SHARDS", description = "How many shards.")
  private int shards;

  @Override
  void change(KinesisClient kinesis) {
    kinesis.updateShardCount(request ->
        request
            .streamName(stream())
            .targetShardCount(shards)
            .scalingType(ScalingType.UNIFORM_SCALING));
  }
}
