package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.Await;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

/** SubscribeToShard over HTTP/2. */
final class SubscriptionsContractIT extends ContractFixture {
  private static final BigInteger MIDDLE = HASHES.shiftRight(1);

  private String consumer() {
    String arn = arn();
    Consumer consumer =
        kinesis.registerStreamConsumer(r -> r.streamARN(arn).consumerName("c")).consumer();
    Await.until(
        "the consumer is active",
        () ->
            kinesis
                    .describeStreamConsumer(r -> r.consumerARN(consumer.consumerARN()))
                    .consumerDescription()
                    .consumerStatus()
                == ConsumerStatus.ACTIVE);
    return consumer.consumerARN();
  }

  private Subscriber subscribe(String consumer, String shard, StartingPosition from) {
    return new Subscriber(clients.streaming(), consumer, shard, from);
  }

  private static StartingPosition from(ShardIteratorType type) {
    return StartingPosition.builder().type(type).build();
  }

  @Test
  void whatIsThereIsPushedAndWhatComes() {
    create(1);
    put("k", "a");
    String consumer = consumer();
    try (Subscriber subscriber =
        subscribe(consumer, SHARD_0, from(ShardIteratorType.TRIM_HORIZON))) {
      subscriber.await(() -> subscriber.texts().equals(List.of("a")));
      put("k", "b");
      put("k", "c");
      subscriber.await(() -> subscriber.texts().equals(List.of("a", "b", "c")));
      assertThat(subscriber.lastEvent().continuationSequenceNumber()).isNotEmpty();
      assertThat(subscriber.lastEvent().millisBehindLatest()).isNotNegative();
    }
  }

  @Test
  @Differs(Difference.FIRST_EVENT)
  void latestIsWhatComes() {
    create(1);
    put("k", "a");
    String consumer = consumer();
    try (Subscriber subscriber = subscribe(consumer, SHARD_0, from(ShardIteratorType.LATEST))) {
      awaitOpen(subscriber);
      put("k", "b");
      subscriber.await(() -> subscriber.texts().equals(List.of("b")));
    }
  }

  /** The other one says nothing before its first event. */
  private void awaitOpen(Subscriber subscriber) {
    either(
        Difference.FIRST_EVENT,
        () -> subscriber.await(subscriber::isOpen),
        () -> {
          subscriber.await(() -> !subscriber.events().isEmpty());
          assertThat(subscriber.isOpen()).isFalse();
        });
  }

  @Test
  void aSubscriptionGoesOnBehindANumber() {
    create(1);
    String first = put("k", "a").sequenceNumber();
    put("k", "b");
    String consumer = consumer();
    StartingPosition behind =
        StartingPosition.builder()
            .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
            .sequenceNumber(first)
            .build();
    try (Subscriber subscriber = subscribe(consumer, SHARD_0, behind)) {
      subscriber.await(() -> subscriber.texts().equals(List.of("b")));
    }
  }

  @Test
  @Differs(Difference.END_OF_SUBSCRIPTION)
  void aSubscriptionEndsWithItsShardAndNamesTheChildren() {
    create(1);
    put("k", "a");
    String consumer = consumer();
    try (Subscriber subscriber =
        subscribe(consumer, SHARD_0, from(ShardIteratorType.TRIM_HORIZON))) {
      subscriber.await(() -> subscriber.texts().equals(List.of("a")));
      split(SHARD_0, MIDDLE);
      int before = subscriber.events().size();
      either(
          Difference.END_OF_SUBSCRIPTION,
          () -> {
            subscriber.await(subscriber::isComplete);
            assertThat(subscriber.lastEvent().continuationSequenceNumber()).isNull();
            assertThat(subscriber.lastEvent().childShards())
                .extracting(ChildShard::shardId)
                .containsExactlyInAnyOrder(SHARD_1, SHARD_2);
          },
          () -> {
            subscriber.await(() -> subscriber.events().size() > before + 2);
            assertThat(subscriber.isComplete()).isFalse();
          });
    }
  }

  @Test
  @Differs(Difference.SUBSCRIPTION_REFUSED)
  void aShardThatIsNotThereIsNotFound() {
    create(1);
    String consumer = consumer();
    try (Subscriber subscriber = subscribe(consumer, SHARD_1, from(ShardIteratorType.LATEST))) {
      either(
          Difference.SUBSCRIPTION_REFUSED,
          () -> assertThat(subscriber.refusal()).isEqualTo("ResourceNotFoundException"),
          () -> {
            subscriber.await(() -> !subscriber.events().isEmpty());
            assertThat(subscriber.texts()).isEmpty();
          });
    }
  }

  /** "… within 5 seconds of a successful call, you'll get a ResourceInUseException." */
  @Test
  @Differs(Difference.FIRST_EVENT)
  void aSecondSubscriptionComesTooSoon() {
    create(1);
    String consumer = consumer();
    try (Subscriber first = subscribe(consumer, SHARD_0, from(ShardIteratorType.LATEST))) {
      awaitOpen(first);
      try (Subscriber second = subscribe(consumer, SHARD_0, from(ShardIteratorType.LATEST))) {
        assertThat(second.refusal()).isEqualTo("ResourceInUseException");
      }
    }
  }
}
