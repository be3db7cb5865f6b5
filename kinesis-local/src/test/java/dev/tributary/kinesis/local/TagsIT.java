package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** Tags of streams and consumers, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class TagsIT extends LocalKinesisFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  TagsIT(boolean cbor) {
    super(cbor);
  }

  private Map<String, String> tags(String arn) {
    return kinesis.listTagsForResource(r -> r.resourceARN(arn)).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  @Test
  void streamsAreTaggedByNameAndByArn() {
    kinesis.createStream(r -> r.streamName("s").shardCount(1).tags(Map.of("a", "1", "b", "2")));
    kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("b", "3", "c ü", "")));
    kinesis.tagResource(r -> r.resourceARN(ARN).tags(Map.of("d", "4")));
    assertThat(tags(ARN)).isEqualTo(Map.of("a", "1", "b", "3", "c ü", "", "d", "4"));
    kinesis.removeTagsFromStream(r -> r.streamARN(ARN).tagKeys("a", "nothing"));
    kinesis.untagResource(r -> r.resourceARN(ARN).tagKeys("d"));
    assertThat(tags(ARN)).containsOnlyKeys("b", "c ü");
  }

  @Test
  void tagsAreListedByPages() {
    create(1);
    kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("a", "", "b", "", "c", "")));
    var first = kinesis.listTagsForStream(r -> r.streamName("s").limit(2));
    assertThat(first.tags()).extracting(Tag::key).containsExactly("a", "b");
    assertThat(first.hasMoreTags()).isTrue();
    var rest = kinesis.listTagsForStream(r -> r.streamName("s").exclusiveStartTagKey("b"));
    assertThat(rest.tags()).extracting(Tag::key).containsExactly("c");
    assertThat(rest.hasMoreTags()).isFalse();
  }

  @Test
  void fiftyAreEnough() {
    create(1);
    Map<String, String> fifty =
        IntStream.range(0, 50)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> "k" + i, Function.<Integer>identity().andThen(String::valueOf)));
    kinesis.addTagsToStream(r -> r.streamName("s").tags(fifty));
    kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("k1", "changed")));
    assertThatThrownBy(() -> kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("x", ""))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(
            "Failed to add tags to stream s under account 000000000000 because a given stream cannot"
                + " have more than 50 tags associated with it.");
    assertThat(tags(ARN)).hasSize(50).containsEntry("k1", "changed");
  }

  @Test
  void strangeCharactersAreRefusedAndNothingIsCreated() {
    for (String key : List.of("a;b", "a,b", "tab\there", "{}")) {
      assertThatThrownBy(() ->
              kinesis.createStream(r -> r.streamName("s").shardCount(1).tags(Map.of(key, ""))))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("Some tags contain invalid characters.");
    }
    assertThat(server.hasStream("s")).isFalse();
    create(1);
    assertThatThrownBy(() -> kinesis.removeTagsFromStream(r -> r.streamName("s").tagKeys("a;b")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(
            () -> kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("aws:x", ""))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("reserved");
  }

  @Test
  void consumersHaveTagsOfTheirOwn() {
    create(1);
    String consumer =
        kinesis
            .registerStreamConsumer(
                r -> r.streamARN(ARN).consumerName("c").tags(Map.of("mine", "1")))
            .consumer()
            .consumerARN();
    kinesis.tagResource(r -> r.resourceARN(consumer).tags(Map.of("more", "2")));
    assertThat(tags(consumer)).isEqualTo(Map.of("mine", "1", "more", "2"));
    assertThat(tags(ARN)).isEmpty();
    assertThatThrownBy(() -> tags(ARN + "/consumer/none:1"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Consumer none under stream s not found");
    assertThatThrownBy(() -> tags("arn:aws:kinesis:eu-west-1:000000000000:stream/s"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aStreamThatIsBeingCreatedTakesNoTags() throws IOException {
    stop();
    start(Duration.ofSeconds(1));
    kinesis.createStream(r -> r.streamName("s").shardCount(1).tags(Map.of("a", "1")));
    assertThatThrownBy(() -> kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("b", "2"))))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            "Stream s under account 000000000000 not ACTIVE, instead in state CREATING");
    clock.advance(Duration.ofSeconds(1));
    assertThat(tags(ARN)).isEqualTo(Map.of("a", "1"));
  }
}
