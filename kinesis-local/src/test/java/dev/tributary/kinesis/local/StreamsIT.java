package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Operations on streams and shards, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class StreamsIT extends LocalKinesisFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  StreamsIT(boolean cbor) {
    super(cbor);
  }

  @Test
  void createsAndDescribesAStream() {
    kinesis.createStream(r -> r.streamName("s").shardCount(2).maxRecordSizeInKiB(2048));
    StreamDescriptionSummary summary =
        kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
    assertThat(summary.streamARN()).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/s");
    assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(summary.openShardCount()).isEqualTo(2);
    assertThat(summary.maxRecordSizeInKiB()).isEqualTo(2048);
    assertThat(summary.retentionPeriodHours()).isEqualTo(24);
    assertThat(summary.encryptionTypeAsString()).isEqualTo("NONE");
    assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
    assertThat(summary.streamCreationTimestamp()).isEqualTo(clock.instant());
    assertThat(server.hasStream("s")).isTrue();
  }

  @Test
  void givesAnOnDemandStreamFourShards() {
    kinesis.createStream(
        r -> r.streamName("s").streamModeDetails(d -> d.streamMode(StreamMode.ON_DEMAND)));
    var description = kinesis.describeStream(r -> r.streamName("s")).streamDescription();
    assertThat(description.shards()).hasSize(4);
    assertThat(description.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(kinesis.describeLimits().onDemandStreamCount()).isEqualTo(1);
    assertThatThrownBy(() ->
            kinesis.createStream(r ->
                r.streamName("t")
                    .shardCount(1)
                    .streamModeDetails(d -> d.streamMode(StreamMode.ON_DEMAND))))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void refusesWrongStreams() {
    create(1);
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("s").shardCount(1)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("already exists");
    assertThatThrownBy(() ->
            kinesis.createStream(
                r -> r.streamName("t").streamModeDetails(d -> d.streamMode("PROVISIONED"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Value null at 'shardCount'");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("t").shardCount(0)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'0' at 'shardCount'");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("t").shardCount(1000)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Current shard count for the account: 1. Limit: 1000.");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("a b").shardCount(1)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'a b' at 'streamName'")
        .hasMessageContaining("[a-zA-Z0-9_.-]+");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("x".repeat(129)).shardCount(1)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Member must have length less than or equal to 128");
    assertThatThrownBy(() ->
            kinesis.createStream(r -> r.streamName("t").shardCount(1).maxRecordSizeInKiB(20_000)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Member must have value less than or equal to 10240");
  }

  @Test
  void deletesAStream() {
    create(1);
    kinesis.deleteStream(r -> r.streamName("s"));
    assertThat(server.hasStream("s")).isFalse();
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Stream s under account 000000000000 not found");
  }

  /** Enforced with the limits of the control plane. */
  @Test
  void fiveStreamsAreCreatedAtOnce() {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withLimits(KinesisLimits.AWS)
            .withStateChange(Duration.ofSeconds(9));
    try (LocalKinesis other = new LocalKinesis(settings, clock, new Random(1))) {
      other.start();
      for (int i = 0; i < 5; i++) {
        other.createStream("s" + i, 1);
      }
      try (WireClient client = new WireClient(other.port(), cbor)) {
        assertThatThrownBy(
                () -> client.kinesis().createStream(r -> r.streamName("s").shardCount(1)))
            .isInstanceOf(LimitExceededException.class)
            .hasMessageContaining(
                "This request would have exceed the limit on the number of streams that can"
                    + " simultaneously be in CREATING or DELETING for the account 000000000000."
                    + " Limit: 5.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stateChangesTakeTheirTime() throws IOException {
    stop();
    start(Duration.ofSeconds(1));
    kinesis.createStream(r -> r.streamName("s").shardCount(1));
    assertThat(kinesis.describeStream(r -> r.streamName("s")).streamDescription().streamStatus())
        .isEqualTo(StreamStatus.CREATING);
    assertThatThrownBy(() -> put("k", "x")).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> kinesis.listShards(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class);
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(1));
    put("k", "x");
    kinesis.deleteStream(r -> r.streamName("s"));
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .streamStatus())
        .isEqualTo(StreamStatus.DELETING);
    clock.advance(Duration.ofSeconds(1));
    assertThat(kinesis.listStreams().streamNames()).isEmpty();
  }

  @Test
  void listsStreamsByPages() {
    for (String name : List.of("c", "a", "e", "b", "d")) {
      server.createStream(name, 1);
    }
    ListStreamsResponse page = kinesis.listStreams(r -> r.limit(2));
    assertThat(page.streamNames()).containsExactly("a", "b");
    assertThat(page.hasMoreStreams()).isTrue();
    assertThat(page.streamSummaries().getLast().streamARN()).endsWith("/b");
    assertThat(page.streamSummaries().getLast().streamCreationTimestamp())
        .isEqualTo(clock.instant());
    String token = page.nextToken();
    page = kinesis.listStreams(r -> r.nextToken(token).limit(3));
    assertThat(page.streamNames()).containsExactly("c", "d", "e");
    assertThat(page.hasMoreStreams()).isFalse();
    assertThat(page.nextToken()).isNull();
    assertThat(kinesis.listStreams(r -> r.exclusiveStartStreamName("d")).streamNames())
        .containsExactly("e");
    assertThat(kinesis.listStreamsPaginator(r -> r.limit(1)).streamNames()).hasSize(5);
    assertThatThrownBy(() -> kinesis.listStreams(r -> r.nextToken("made up")))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void tellsLimits() {
    create(3);
    assertThat(kinesis.describeLimits().openShardCount()).isEqualTo(3);
    assertThat(kinesis.describeLimits().shardLimit()).isEqualTo(1000);
  }

  @Test
  void shardsAdjoinAndCoverTheRange() {
    create(3);
    List<Shard> shards = kinesis.listShards(r -> r.streamName("s")).shards();
    assertThat(shards)
        .extracting(Shard::shardId)
        .containsExactly(SHARD_0, "shardId-000000000001", SHARD_2);
    assertThat(shards.getFirst().hashKeyRange().startingHashKey()).isEqualTo("0");
    for (int i = 1; i < shards.size(); i++) {
      assertThat(new BigInteger(shards.get(i).hashKeyRange().startingHashKey()))
          .isEqualTo(
              new BigInteger(shards.get(i - 1).hashKeyRange().endingHashKey()).add(BigInteger.ONE));
    }
    assertThat(shards.getLast().hashKeyRange().endingHashKey())
        .isEqualTo("340282366920938463463374607431768211455");
    assertThat(shards.getFirst().sequenceNumberRange().startingSequenceNumber()).hasSize(56);
    assertThat(shards.getFirst().sequenceNumberRange().endingSequenceNumber()).isNull();
  }

  private void refusedBesideToken(String member, Consumer<ListShardsRequest.Builder> request) {
    assertThatThrownBy(() -> kinesis.listShards(request))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("NextToken and " + member + " cannot be provided together.");
  }

  @Test
  void listsShardsByPages() {
    create(5);
    ListShardsResponse page = kinesis.listShards(r -> r.streamName("s").maxResults(2));
    assertThat(page.shards()).hasSize(2);
    String token = page.nextToken();
    page = kinesis.listShards(r -> r.nextToken(token).maxResults(3));
    assertThat(page.shards()).extracting(Shard::shardId).startsWith(SHARD_2).hasSize(3);
    assertThat(page.nextToken()).isNull();
    refusedBesideToken("StreamName", r -> r.nextToken(token).streamName("s"));
    refusedBesideToken("StreamARN", r -> r.nextToken(token).streamARN(ARN));
    refusedBesideToken(
        "ExclusiveStartShardId", r -> r.nextToken(token).exclusiveStartShardId(SHARD_0));
    refusedBesideToken(
        "ShardFilter", r -> r.nextToken(token).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)));
    clock.advance(Duration.ofSeconds(301));
    assertThatThrownBy(() -> kinesis.listShards(r -> r.nextToken(token)))
        .isInstanceOf(ExpiredNextTokenException.class);
  }

  @Test
  void filtersShards() {
    create(3);
    for (ShardFilterType type :
        List.of(
            ShardFilterType.AT_LATEST,
            ShardFilterType.AT_TRIM_HORIZON,
            ShardFilterType.FROM_TRIM_HORIZON)) {
      assertThat(kinesis.listShards(r -> r.streamName("s").shardFilter(f -> f.type(type))).shards())
          .hasSize(3);
    }
    assertThat(
            kinesis
                .listShards(r ->
                    r.streamName("s")
                        .shardFilter(
                            f -> f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(clock.instant())))
                .shards())
        .hasSize(3);
    assertThat(
            kinesis
                .listShards(r ->
                    r.streamName("s")
                        .shardFilter(f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId(SHARD_0)))
                .shards())
        .hasSize(2);
    assertThat(kinesis.listShards(r -> r.streamName("s").exclusiveStartShardId(SHARD_2)).shards())
        .isEmpty();
    assertThatThrownBy(() ->
            kinesis.listShards(r -> r.streamName("s").shardFilter(f -> f.type("AT_TIMESTAMP"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("shardFilter.timestamp");
    assertThatThrownBy(
            () -> kinesis.listShards(r -> r.streamName("s").shardFilter(f -> f.type("NEWEST"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'NEWEST' at 'shardFilter.type'");
  }

  @Test
  void describesAStreamByPages() {
    create(3);
    var page = kinesis.describeStream(r -> r.streamName("s").limit(2)).streamDescription();
    assertThat(page.shards()).hasSize(2);
    assertThat(page.hasMoreShards()).isTrue();
    page =
        kinesis
            .describeStream(r -> r.streamName("s").exclusiveStartShardId("shardId-000000000001"))
            .streamDescription();
    assertThat(page.shards()).extracting(Shard::shardId).containsExactly(SHARD_2);
    assertThat(page.hasMoreShards()).isFalse();
  }
}
