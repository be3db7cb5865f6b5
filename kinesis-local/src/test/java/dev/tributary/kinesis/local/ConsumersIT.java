package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Registered consumers, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class ConsumersIT extends LocalKinesisFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  ConsumersIT(boolean cbor) {
    super(cbor);
  }

  private Consumer register(String name) {
    return kinesis.registerStreamConsumer(r -> r.streamARN(ARN).consumerName(name)).consumer();
  }

  private List<String> names() {
    return kinesis.listStreamConsumers(r -> r.streamARN(ARN)).consumers().stream()
        .map(Consumer::consumerName)
        .toList();
  }

  @Test
  void areRegisteredDescribedAndDeregistered() {
    create(1);
    Consumer consumer = register("c");
    assertThat(consumer.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
    assertThat(consumer.consumerARN())
        .isEqualTo(ARN + "/consumer/c:" + clock.instant().getEpochSecond());
    assertThat(consumer.consumerCreationTimestamp()).isEqualTo(clock.instant());
    var byArn = kinesis.describeStreamConsumer(r -> r.consumerARN(consumer.consumerARN()));
    assertThat(byArn.consumerDescription().streamARN()).isEqualTo(ARN);
    assertThat(
            kinesis
                .describeStreamConsumer(r -> r.streamARN(ARN).consumerName("c"))
                .consumerDescription())
        .isEqualTo(byArn.consumerDescription());
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .consumerCount())
        .isEqualTo(1);
    kinesis.deregisterStreamConsumer(r -> r.consumerARN(consumer.consumerARN()));
    assertThat(names()).isEmpty();
    assertThatThrownBy(
            () -> kinesis.deregisterStreamConsumer(r -> r.consumerARN(consumer.consumerARN())))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Consumer c under stream s not found for account 000000000000.");
  }

  @Test
  void theirStatesTakeTheirTime() throws IOException {
    stop();
    start(Duration.ofSeconds(2));
    create(1);
    assertThatThrownBy(() -> register("c")).isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(2));
    assertThat(register("c").consumerStatus()).isEqualTo(ConsumerStatus.CREATING);
    clock.advance(Duration.ofSeconds(2));
    assertThat(status("c")).isEqualTo(ConsumerStatus.ACTIVE);
    kinesis.deregisterStreamConsumer(r -> r.streamARN(ARN).consumerName("c"));
    assertThat(status("c")).isEqualTo(ConsumerStatus.DELETING);
    kinesis.deregisterStreamConsumer(r -> r.streamARN(ARN).consumerName("c"));
    assertThatThrownBy(() -> register("c")).isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(2));
    assertThatThrownBy(() -> status("c")).isInstanceOf(ResourceNotFoundException.class);
    assertThat(register("c").consumerStatus()).isEqualTo(ConsumerStatus.CREATING);
  }

  private ConsumerStatus status(String name) {
    return kinesis
        .describeStreamConsumer(r -> r.streamARN(ARN).consumerName(name))
        .consumerDescription()
        .consumerStatus();
  }

  @Test
  void twentyAreEnough() {
    create(1);
    for (int i = 0; i < 20; i++) {
      register("c" + i);
    }
    assertThatThrownBy(() -> register("c20"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("20 registered consumers");
    assertThatThrownBy(() -> register("c3"))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("Consumer c3 under stream s already exists");
    kinesis.deregisterStreamConsumer(r -> r.streamARN(ARN).consumerName("c7"));
    register("c20");
  }

  @Test
  void areListedByPages() {
    create(1);
    for (String name : List.of("c", "a", "b")) {
      register(name);
    }
    var first = kinesis.listStreamConsumers(r -> r.streamARN(ARN).maxResults(2));
    assertThat(first.consumers()).extracting(Consumer::consumerName).containsExactly("a", "b");
    var rest = kinesis.listStreamConsumers(r -> r.streamARN(ARN).nextToken(first.nextToken()));
    assertThat(rest.consumers()).extracting(Consumer::consumerName).containsExactly("c");
    assertThat(rest.nextToken()).isNull();
    server.createStream("other", 1);
    assertThatThrownBy(() ->
            kinesis.listStreamConsumers(
                r -> r.streamARN(ARN.replace("/s", "/other")).nextToken(first.nextToken())))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() ->
            kinesis.listStreamConsumers(r ->
                r.streamARN(ARN)
                    .nextToken(first.nextToken())
                    .streamCreationTimestamp(clock.instant())))
        .isInstanceOf(InvalidArgumentException.class);
    clock.advance(Duration.ofSeconds(301));
    assertThatThrownBy(
            () -> kinesis.listStreamConsumers(r -> r.streamARN(ARN).nextToken(first.nextToken())))
        .isInstanceOf(ExpiredNextTokenException.class);
  }

  @Test
  void haveToBeNamedWithoutContradiction() {
    create(1);
    server.createStream("other", 1);
    String arn = register("c").consumerARN();
    kinesis.describeStreamConsumer(r -> r.streamARN(ARN).consumerName("c").consumerARN(arn));
    assertThatThrownBy(
            () -> kinesis.describeStreamConsumer(r -> r.consumerName("d").consumerARN(arn)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() ->
            kinesis.describeStreamConsumer(
                r -> r.streamARN(ARN.replace("/s", "/other")).consumerARN(arn)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kinesis.describeStreamConsumer(r -> r.consumerName("c")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kinesis.describeStreamConsumer(r -> r.streamARN(ARN)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void keepTheirStreamFromBeingDeletedByAccident() {
    create(1);
    register("c");
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            "DeleteStream can\u2019t delete 000000000000:s because there are consumers");
    kinesis.deleteStream(r -> r.streamName("s").enforceConsumerDeletion(true));
    assertThat(server.hasStream("s")).isFalse();
    create(1);
    assertThat(names()).isEmpty();
  }
}
