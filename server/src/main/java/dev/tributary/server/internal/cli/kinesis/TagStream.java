package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** {@code tributary streams tag}. */
@Command(name = "tag", description = "List, set or remove the tags of a stream.")
final class TagStream extends StreamsCall {

  @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Tags that are set.")
  private Map<String, String> set = Map.of();

  @Option(
      names = "--remove",
      paramLabel = "KEY",
      description = "A tag to remove; may be given again.")
  private List<String> remove = List.of();

  @Override
  void call(KinesisClient kinesis) {
    if (!remove.isEmpty()) {
      kinesis.removeTagsFromStream(request -> request.streamName(stream).tagKeys(remove));
    }
    if (!set.isEmpty()) {
      kinesis.addTagsToStream(request -> request.streamName(stream).tags(set));
    }
    List<Tag> tags = tags(kinesis);
    if (isJson()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      tags.forEach(tag -> node.put(tag.key(), tag.value()));
      print(node);
    } else if (tags.isEmpty()) {
      notice("%s has no tags".formatted(stream));
    } else {
      tags.forEach(tag -> out().println(tag.key() + "=" + tag.value()));
    }
  }

  private List<Tag> tags(KinesisClient kinesis) {
    ListTagsForStreamResponse page =
        kinesis.listTagsForStream(request -> request.streamName(stream));
    List<Tag> tags = new ArrayList<>(page.tags());
    while (page.hasMoreTags() && !page.tags().isEmpty()) {
      String last = page.tags().getLast().key();
      page =
          kinesis.listTagsForStream(
              request -> request.streamName(stream).exclusiveStartTagKey(last));
      tags.addAll(page.tags());
    }
    return tags;
  }
}
