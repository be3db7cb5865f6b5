package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Stream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The operations on tags: those of streams by name, and those of streams and consumers by ARN. */
final class TagOperations {
  private final Common common;
  private final Resources resources;

  TagOperations(Common common, Resources resources) {
    this.common = common;
    this.resources = resources;
  }

  void addToStream(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    add(stream(parameters), parameters);
  }

  void tagResource(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    add(resources.addressed(parameters), parameters);
  }

  private void add(Resource resource, Parameters parameters) throws KinesisException {
    Tags.Owner owner = new Tags.Owner(resource.kind(), resource.name(), common.accountId());
    resource.changeTags(
        common.directory(), Tags.merged(owner, resource.tags(), parameters.textsByKey("Tags")));
  }

  void removeFromStream(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    remove(stream(parameters), parameters);
  }

  void untagResource(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    remove(resources.addressed(parameters), parameters);
  }

  /** Keys that are not there are ignored, as in AWS. */
  private void remove(Resource resource, Parameters parameters) throws KinesisException {
    List<String> keys = parameters.texts("TagKeys");
    Tags.check(keys);
    SortedMap<String, String> rest = new TreeMap<>(resource.tags());
    rest.keySet().removeAll(keys);
    resource.changeTags(common.directory(), rest);
  }

  void listOfStream(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = common.streams().addressed(parameters);
    String after = parameters.text("ExclusiveStartTagKey").orElse("");
    int limit = parameters.integer("Limit").orElse(Tags.COUNT_MAX);
    List<Map.Entry<String, String>> rest =
        stream.settings().tags().entrySet().stream()
            .filter(tag -> tag.getKey().compareTo(after) > 0)
            .toList();
    tags(rest.subList(0, Math.min(limit, rest.size())), answer);
    answer.flag("HasMoreTags", rest.size() > limit);
  }

  void listOfResource(Call call, Answer answer) throws IOException, KinesisException {
    Resource resource = resources.addressed(call.parameters());
    tags(List.copyOf(resource.tags().entrySet()), answer);
  }

  private static void tags(List<Map.Entry<String, String>> tags, Answer answer) throws IOException {
    answer.list("Tags");
    for (Map.Entry<String, String> tag : tags) {
      answer.object().text("Key", tag.getKey()).text("Value", tag.getValue()).end();
    }
    answer.end();
  }

  private Resource stream(Parameters parameters) throws KinesisException {
    return new Resource.OfStream(common.streams().present(common.streams().addressed(parameters)));
  }
}
