package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** {@code tributary streams describe}. */
@Command(name = "describe", description = "Print state, shards and limits of a stream.")
final class DescribeStream extends StreamsCall {

  @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Override
  void call(KinesisClient kinesis) {
    StreamDescriptionSummary summary = new StreamWait(kinesis, this::notice).summary(stream);
    List<Shard> shards = shards(kinesis, stream);
    if (isJson()) {
      ObjectNode node = StreamText.json(summary);
      ArrayNode all = node.putArray("Shards");
      shards.forEach(shard -> all.add(StreamText.json(shard)));
      print(node);
      return;
    }
    describe(summary);
    var table = new Table("SHARD", "STATE", "FROM", "TO", "PARENTS");
    for (Shard shard : shards) {
      table.row(
          shard.shardId(),
          StreamText.isOpen(shard) ? "open" : "closed",
          shard.hashKeyRange().startingHashKey(),
          shard.hashKeyRange().endingHashKey(),
          StreamText.parents(shard));
    }
    out().println();
    table.print(out());
  }

  private void describe(StreamDescriptionSummary summary) {
    out().printf("name         %s%n", summary.streamName());
    out().printf("arn          %s%n", summary.streamARN());
    out().printf("status       %s%n", summary.streamStatusAsString());
    out().printf("mode         %s%n", StreamText.mode(summary));
    out().printf("retention    %d h%n", summary.retentionPeriodHours());
    out().printf("created      %s%n", summary.streamCreationTimestamp());
    if (summary.maxRecordSizeInKiB() != null) {
      out().printf("record size  up to %d KiB%n", summary.maxRecordSizeInKiB());
    }
    if (summary.keyId() != null) {
      out().printf("encrypted    %s, key %s%n", summary.encryptionTypeAsString(), summary.keyId());
    }
    if (summary.consumerCount() != null) {
      out().printf("consumers    %d%n", summary.consumerCount());
    }
    out().printf("shards       %d open%n", summary.openShardCount());
  }

  static List<Shard> shards(KinesisClient kinesis, String stream) {
    ListShardsResponse page = kinesis.listShards(request -> request.streamName(stream));
    List<Shard> shards = new ArrayList<>(page.shards());
    while (page.nextToken() != null) {
      String token = page.nextToken();
      page = kinesis.listShards(request -> request.nextToken(token));
      shards.addAll(page.shards());
    }
    return shards;
  }
}
