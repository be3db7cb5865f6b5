package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.Await;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

/** Streams: made, described, listed, deleted. */
final class StreamsContractIT extends ContractFixture {

  @Test
  void aNewStreamIsCreatingAndThenActive() {
    kinesis.createStream(r -> r.streamName(stream).shardCount(2));
    assertThat(summary().streamStatus()).isIn(StreamStatus.CREATING, StreamStatus.ACTIVE);
    StreamDescriptionSummary active = awaitActive();
    assertThat(active.streamName()).isEqualTo(stream);
    assertThat(active.streamARN())
        .isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/" + stream);
    assertThat(active.openShardCount()).isEqualTo(2);
    assertThat(active.consumerCount()).isZero();
    assertThat(active.retentionPeriodHours()).isEqualTo(24);
    assertThat(active.encryptionType()).isEqualTo(EncryptionType.NONE);
    assertThat(active.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
    assertThat(active.streamCreationTimestamp())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
  }

  @Test
  void aStreamOnDemandHasFourShards() {
    kinesis.createStream(
        r -> r.streamName(stream).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    StreamDescriptionSummary active = awaitActive();
    assertThat(active.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(active.openShardCount()).isEqualTo(4);
  }

  @Test
  void aStreamIsDescribedWithItsShards() {
    create(3);
    StreamDescription all = kinesis.describeStream(r -> r.streamName(stream)).streamDescription();
    assertThat(all.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(all.hasMoreShards()).isFalse();
    assertThat(ids(all.shards())).containsExactly(SHARD_0, SHARD_1, SHARD_2);
    StreamDescription first =
        kinesis.describeStream(r -> r.streamName(stream).limit(2)).streamDescription();
    assertThat(first.hasMoreShards()).isTrue();
    assertThat(ids(first.shards())).containsExactly(SHARD_0, SHARD_1);
    StreamDescription rest =
        kinesis
            .describeStream(r -> r.streamName(stream).exclusiveStartShardId(SHARD_1))
            .streamDescription();
    assertThat(ids(rest.shards())).containsExactly(SHARD_2);
    assertThat(rest.hasMoreShards()).isFalse();
  }

  @Test
  void aStreamIsFoundByItsArn() {
    create(1);
    String arn = arn();
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamARN(arn))
                .streamDescriptionSummary()
                .streamName())
        .isEqualTo(stream);
    assertThat(kinesis.listShards(r -> r.streamARN(arn)).shards()).hasSize(1);
    assertThat(kinesis.describeStream(r -> r.streamARN(arn)).streamDescription().streamName())
        .isEqualTo(stream);
  }

  @Test
  void aNameIsTakenOnce() {
    create(1);
    refused(
        "ResourceInUseException",
        () -> kinesis.createStream(r -> r.streamName(stream).shardCount(1)));
  }

  @Test
  @Differs(Difference.VALIDATION)
  void namesAndShardCountsAreValidated() {
    invalid(() -> kinesis.createStream(r -> r.streamName("a b").shardCount(1)));
    invalid(() -> kinesis.describeStreamSummary(r -> r.streamName("x".repeat(129))));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String code = "ResourceNotFoundException";
    refused(code, () -> kinesis.describeStream(r -> r.streamName(stream)));
    refused(code, () -> kinesis.describeStreamSummary(r -> r.streamName(stream)));
    refused(code, () -> kinesis.deleteStream(r -> r.streamName(stream)));
    refused(code, () -> kinesis.listShards(r -> r.streamName(stream)));
    refused(code, () -> put("k", "v"));
  }

  @Test
  @Differs(Difference.STREAM_SUMMARIES)
  void streamsAreListedByPages() {
    List<String> names = IntStream.range(0, 4).mapToObj(i -> stream + i).toList();
    for (String name : names) {
      kinesis.createStream(r -> r.streamName(name).shardCount(1));
    }
    ListStreamsResponse page =
        kinesis.listStreams(r -> r.limit(2).exclusiveStartStreamName(names.getFirst()));
    assertThat(page.streamNames()).isEqualTo(names.subList(1, 3));
    assertThat(page.hasMoreStreams()).isTrue();
    assertThat(
            kinesis
                .listStreams(r -> r.limit(1).exclusiveStartStreamName(names.get(2)))
                .streamNames())
        .containsExactly(names.get(3));
    List<String> summaries =
        page.streamSummaries().stream().map(StreamSummary::streamName).toList();
    either(
        Difference.STREAM_SUMMARIES,
        () -> assertThat(summaries).isEqualTo(page.streamNames()),
        () -> assertThat(summaries).isEmpty());
  }

  @Test
  void aDeletedStreamGoes() {
    create(1);
    kinesis.deleteStream(r -> r.streamName(stream));
    Await.until(
        stream + " is gone",
        () ->
            kinesis.listStreams(r -> r.limit(10_000)).streamNames().stream()
                .noneMatch(stream::equals));
    refused(
        "ResourceNotFoundException",
        () -> kinesis.describeStreamSummary(r -> r.streamName(stream)));
    create(2);
    assertThat(openShards()).hasSize(2);
  }

  @Test
  @Differs(Difference.REFUSED_DELETION)
  void aStreamWithConsumersIsDeletedOnlyIfThatIsMeant() {
    create(1);
    String arn = arn();
    String consumer =
        kinesis
            .registerStreamConsumer(r -> r.streamARN(arn).consumerName("c"))
            .consumer()
            .consumerARN();
    Await.until(
        "the consumer is active",
        () ->
            kinesis
                    .describeStreamConsumer(r -> r.consumerARN(consumer))
                    .consumerDescription()
                    .consumerStatus()
                == ConsumerStatus.ACTIVE);
    refused("ResourceInUseException", () -> kinesis.deleteStream(r -> r.streamName(stream)));
    either(
        Difference.REFUSED_DELETION,
        () -> kinesis.deleteStream(r -> r.streamName(stream).enforceConsumerDeletion(true)),
        () -> Await.until(stream + " is gone", () -> !isThere()));
  }

  private boolean isThere() {
    try {
      return summary().streamStatus() != StreamStatus.DELETING;
    } catch (ResourceNotFoundException e) {
      return false;
    }
  }
}
