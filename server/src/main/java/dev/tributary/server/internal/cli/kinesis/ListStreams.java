package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

/** {@code tributary streams list}. */
@Command(name = "list", description = "Print the streams, one a line.")
final class ListStreams extends StreamsCall {

  @Override
  void call(KinesisClient kinesis) {
    List<StreamSummary> streams = new ArrayList<>();
    for (ListStreamsResponse page : kinesis.listStreamsPaginator()) {
      if (page.streamSummaries().isEmpty()) {
        // Servers of the time before summaries have names only.
        page.streamNames()
            .forEach(name -> streams.add(StreamSummary.builder().streamName(name).build()));
      } else {
        streams.addAll(page.streamSummaries());
      }
    }
    if (isJson()) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      streams.forEach(stream -> all.add(json(stream)));
      print(all);
    } else if (streams.isEmpty()) {
      notice("no streams yet");
    } else {
      table(streams).print(out());
    }
  }

  private static Table table(List<StreamSummary> streams) {
    var table = new Table("STREAM", "STATUS", "MODE", "CREATED");
    for (StreamSummary stream : streams) {
      boolean known = stream.streamARN() != null;
      table.row(
          stream.streamName(),
          known ? stream.streamStatusAsString() : "?",
          stream.streamModeDetails() == null
              ? "?"
              : stream.streamModeDetails().streamModeAsString(),
          known ? String.valueOf(stream.streamCreationTimestamp()) : "?");
    }
    return table;
  }

  private static ObjectNode json(StreamSummary stream) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("StreamName", stream.streamName());
    if (stream.streamARN() != null) {
      node.put("StreamARN", stream.streamARN());
      node.put("StreamStatus", stream.streamStatusAsString());
      node.put("StreamCreationTimestamp", String.valueOf(stream.streamCreationTimestamp()));
    }
    if (stream.streamModeDetails() != null) {
      node.put("StreamMode", stream.streamModeDetails().streamModeAsString());
    }
    return node;
  }
}
