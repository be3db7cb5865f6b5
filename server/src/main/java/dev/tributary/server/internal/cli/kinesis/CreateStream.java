package dev.tributary.server.internal.cli.kinesis;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** {@code tributary streams create}. */
@Command(name = "create", description = "Create a stream.")
final class CreateStream extends StreamChange {

  @Option(names = "--shards", description = "Number of shards (default: 1).")
  private @Nullable Integer shards;

  @Option(
      names = "--on-demand",
      description = "Leave the number of shards to Kinesis, by what is written.")
  private boolean onDemand;

  @Option(
      names = "--record-size",
      paramLabel = "KIB",
      description = "Largest record in KiB, 1024 to 10240 (default: 1024).")
  private @Nullable Integer recordSize;

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag; may be given again.")
  private Map<String, String> tags = Map.of();

  @Override
  void check(KinesisPlace place) {
    if (onDemand && shards != null) {
      throw wrong("--on-demand and --shards do not go together: expected one of them");
    }
  }

  @Override
  void change(KinesisClient kinesis) {
    kinesis.createStream(request -> {
      request.streamName(stream()).maxRecordSizeInKiB(recordSize);
      if (onDemand) {
        request.streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND));
      } else {
        request.shardCount(shards == null ? Integer.valueOf(1) : shards);
      }
      if (!tags.isEmpty()) {
        request.tags(tags);
      }
    });
  }
}
