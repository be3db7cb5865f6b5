package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.Await;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;

/** Registered consumers, as enhanced fan-out has them. */
final class ConsumersContractIT extends ContractFixture {

  private Consumer register(String name) {
    String arn = arn();
    Consumer consumer =
        kinesis.registerStreamConsumer(r -> r.streamARN(arn).consumerName(name)).consumer();
    Await.until(
        name + " is active", () -> described(consumer).consumerStatus() == ConsumerStatus.ACTIVE);
    return consumer;
  }

  private ConsumerDescription described(Consumer consumer) {
    return kinesis
        .describeStreamConsumer(r -> r.consumerARN(consumer.consumerARN()))
        .consumerDescription();
  }

  @Test
  void aConsumerIsRegistered() {
    create(1);
    Consumer consumer = register("c");
    assertThat(consumer.consumerName()).isEqualTo("c");
    assertThat(consumer.consumerARN()).matches(".*:stream/" + stream + "/consumer/c:\\d+");
    assertThat(consumer.consumerCreationTimestamp())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    ConsumerDescription described = described(consumer);
    assertThat(described.streamARN()).isEqualTo(arn());
    assertThat(described.consumerName()).isEqualTo("c");
    assertThat(summary().consumerCount()).isEqualTo(1);
    String arn = arn();
    assertThat(
            kinesis
                .describeStreamConsumer(r -> r.streamARN(arn).consumerName("c"))
                .consumerDescription()
                .consumerARN())
        .isEqualTo(consumer.consumerARN());
  }

  @Test
  void aConsumersNameIsTakenOnce() {
    create(1);
    Consumer _ = register("c");
    String arn = arn();
    refused(
        "ResourceInUseException",
        () -> kinesis.registerStreamConsumer(r -> r.streamARN(arn).consumerName("c")));
  }

  @Test
  @Differs(Difference.CONSUMER_PAGES)
  void consumersAreListedByPages() {
    create(1);
    for (String name : new String[] {"a", "b", "c"}) {
      Consumer _ = register(name);
    }
    String arn = arn();
    ListStreamConsumersResponse first =
        kinesis.listStreamConsumers(r -> r.streamARN(arn).maxResults(2));
    assertThat(first.consumers()).hasSize(2);
    ListStreamConsumersResponse rest =
        kinesis.listStreamConsumers(r -> r.streamARN(arn).nextToken(first.nextToken()));
    either(
        Difference.CONSUMER_PAGES,
        () -> {
          assertThat(rest.consumers()).hasSize(1);
          assertThat(rest.nextToken()).isNull();
        },
        () -> assertThat(rest.consumers()).hasSize(3));
    assertThat(kinesis.listStreamConsumers(r -> r.streamARN(arn)).consumers())
        .extracting(Consumer::consumerName)
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aConsumerGoes() {
    create(1);
    Consumer consumer = register("c");
    kinesis.deregisterStreamConsumer(r -> r.consumerARN(consumer.consumerARN()));
    String arn = arn();
    Await.until(
        "the consumer is gone, or about to go",
        () ->
            kinesis.listStreamConsumers(r -> r.streamARN(arn)).consumers().stream()
                .allMatch(listed -> listed.consumerStatus() == ConsumerStatus.DELETING));
  }

  @Test
  void twentyConsumersAreTheMost() {
    create(1);
    String arn = arn();
    for (int i = 0; i < 20; i++) {
      Consumer _ = register("c" + i);
    }
    refused(
        "LimitExceededException",
        () -> kinesis.registerStreamConsumer(r -> r.streamARN(arn).consumerName("c20")));
  }

  @Test
  void aConsumerOfNothingIsNotFound() {
    String missing = "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    String code = "ResourceNotFoundException";
    refused(
        code, () -> kinesis.registerStreamConsumer(r -> r.streamARN(missing).consumerName("c")));
    refused(code, () -> kinesis.listStreamConsumers(r -> r.streamARN(missing)));
    create(1);
    refused(
        code,
        () -> kinesis.describeStreamConsumer(r -> r.streamARN(missing).consumerName("nobody")));
  }
}
