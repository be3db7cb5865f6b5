package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;

/** {@code tributary streams split}. */
@Command(name = "split", description = "Split a shard in two.")
final class SplitShard extends StreamChange {

  @Parameters(index = "1", paramLabel = "SHARD", description = "Id of the shard.")
  private String shard = "";

  @Option(
      names = "--at",
      paramLabel = "HASH",
      description = "First hash key of the second child (default: the middle).")
  private @Nullable String at;

  @Override
  void change(KinesisClient kinesis) {
    String second = at == null ? middle(kinesis) : at;
    kinesis.splitShard(
        request -> request.streamName(stream()).shardToSplit(shard).newStartingHashKey(second));
  }

  private String middle(KinesisClient kinesis) {
    HashKeyRange range =
        DescribeStream.shards(kinesis, stream()).stream()
            .filter(each -> each.shardId().equals(shard))
            .findFirst()
            .orElseThrow(
                () -> new CommandFailure("stream %s has no shard %s".formatted(stream(), shard)))
            .hashKeyRange();
    // The second half begins behind the middle of what is included at both ends.
    return new BigInteger(range.startingHashKey())
        .add(new BigInteger(range.endingHashKey()))
        .add(BigInteger.ONE)
        .shiftRight(1)
        .toString();
  }
}
