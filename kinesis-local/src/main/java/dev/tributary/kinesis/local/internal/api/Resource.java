package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamConsumer;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stream or a consumer, as what has tags and a policy. A value: changes are seen by asking anew.
 */
sealed interface Resource {
  /** As AWS calls it in its messages. */
  String kind();

  String name();

  SortedMap<String, String> tags();

  Optional<String> policy();

  void changeTags(StreamDirectory directory, SortedMap<String, String> tags);

  void changePolicy(StreamDirectory directory, Optional<String> policy);

  record OfStream(Stream stream) implements Resource {
    @Override
    public String kind() {
      return "stream";
    }

    @Override
    public String name() {
      return stream.name();
    }

    @Override
    public SortedMap<String, String> tags() {
      return stream.settings().tags();
    }

    @Override
    public Optional<String> policy() {
      return stream.settings().resourcePolicy();
    }

    @Override
    public void changeTags(StreamDirectory directory, SortedMap<String, String> tags) {
      directory.change(stream, settings -> settings.withTags(tags));
    }

    @Override
    public void changePolicy(StreamDirectory directory, Optional<String> policy) {
      directory.change(stream, settings -> settings.withResourcePolicy(policy));
    }
  }

  record OfConsumer(Stream stream, StreamConsumer consumer) implements Resource {
    @Override
    public String kind() {
      return "consumer";
    }

    @Override
    public String name() {
      return consumer.name();
    }

    @Override
    public SortedMap<String, String> tags() {
      return consumer.tags();
    }

    @Override
    public Optional<String> policy() {
      return consumer.resourcePolicy();
    }

    @Override
    public void changeTags(StreamDirectory directory, SortedMap<String, String> tags) {
      replace(directory, tags, consumer.resourcePolicy());
    }

    @Override
    public void changePolicy(StreamDirectory directory, Optional<String> policy) {
      replace(directory, consumer.tags(), policy);
    }

    private void replace(
        StreamDirectory directory, SortedMap<String, String> tags, Optional<String> policy) {
      StreamConsumer changed =
          new StreamConsumer(
              consumer.name(),
              consumer.arn(),
              consumer.createdMillis(),
              consumer.activeMillis(),
              consumer.goneMillis(),
              tags,
              policy);
      directory.change(
          stream,
          settings -> {
            SortedMap<String, StreamConsumer> all = new TreeMap<>(settings.consumers());
            all.put(changed.name(), changed);
            return settings.withConsumers(all);
          });
    }
  }
}
