package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** SplitShard and what it changes, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class SplitsIT extends LocalKinesisFixture {
  private static final String SHARD_1 = "shardId-000000000001";
  private static final BigInteger END = BigInteger.TWO.pow(128);
  private static final String MIDDLE = END.shiftRight(1).toString();

  SplitsIT(boolean cbor) {
    super(cbor);
  }

  private void split(String shard, String at) {
    kinesis.splitShard(r -> r.streamName("s").shardToSplit(shard).newStartingHashKey(at));
  }

  private String put(BigInteger hash, String data) {
    return kinesis
        .putRecords(r ->
            r.streamName("s")
                .records(entry("k", data).toBuilder().explicitHashKey(hash.toString()).build()))
        .records()
        .getFirst()
        .shardId();
  }

  @Test
  void childrenTakeOverTheRange() {
    create(1);
    String last = put("k", "a").sequenceNumber();
    clock.advance(Duration.ofMillis(10));
    split(SHARD_0, MIDDLE);
    List<Shard> shards = kinesis.listShards(r -> r.streamName("s")).shards();
    assertThat(shards).extracting(Shard::shardId).containsExactly(SHARD_0, SHARD_1, SHARD_2);
    assertThat(shards).extracting(Shard::parentShardId).containsExactly(null, SHARD_0, SHARD_0);
    assertThat(shards)
        .extracting(s -> s.hashKeyRange().startingHashKey())
        .containsExactly("0", "0", MIDDLE);
    assertThat(shards.get(1).hashKeyRange().endingHashKey())
        .isEqualTo(END.shiftRight(1).subtract(BigInteger.ONE).toString());
    String ending = shards.getFirst().sequenceNumberRange().endingSequenceNumber();
    assertThat(ending).isGreaterThan(last);
    assertThat(shards.get(1).sequenceNumberRange().endingSequenceNumber()).isNull();
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .openShardCount())
        .isEqualTo(2);
    assertThat(put(BigInteger.ZERO, "b")).isEqualTo(SHARD_1);
    assertThat(put(END.shiftRight(1), "c")).isEqualTo(SHARD_2);
    assertThat(put(END.subtract(BigInteger.ONE), "d")).isEqualTo(SHARD_2);
    assertThat(all(SHARD_2)).containsExactly("c", "d");
  }

  @Test
  void whoHasReadTheParentIsToldOfTheChildren() {
    create(1);
    String before = iterator(SHARD_0, ShardIteratorType.LATEST);
    put("k", "a");
    put("k", "b");
    split(SHARD_0, MIDDLE);
    put("k", "c");
    GetRecordsResponse half = kinesis.getRecords(r -> r.shardIterator(before).limit(1));
    assertThat(texts(half)).containsExactly("a");
    assertThat(half.hasChildShards()).isFalse();
    GetRecordsResponse rest = kinesis.getRecords(r -> r.shardIterator(half.nextShardIterator()));
    assertThat(texts(rest)).containsExactly("b");
    assertThat(rest.nextShardIterator()).isNull();
    assertThat(rest.millisBehindLatest()).isZero();
    assertThat(rest.childShards())
        .extracting(ChildShard::shardId)
        .containsExactly(SHARD_1, SHARD_2);
    assertThat(rest.childShards())
        .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(SHARD_0));
    assertThat(rest.childShards().getLast().hashKeyRange().startingHashKey()).isEqualTo(MIDDLE);
    String latest = iterator(SHARD_0, ShardIteratorType.LATEST);
    assertThat(kinesis.getRecords(r -> r.shardIterator(latest)).nextShardIterator()).isNull();
  }

  @Test
  void shardsAreFoundByTime() {
    create(1);
    Instant start = clock.instant();
    clock.advance(Duration.ofHours(1));
    split(SHARD_0, MIDDLE);
    Instant split = clock.instant();
    clock.advance(Duration.ofHours(1));
    split(SHARD_1, "1000");
    assertThat(list(f -> f.type(ShardFilterType.AT_LATEST)))
        .containsExactly(SHARD_2, "shardId-000000000003", "shardId-000000000004");
    assertThat(list(f -> f.type(ShardFilterType.AT_TRIM_HORIZON))).containsExactly(SHARD_0);
    assertThat(list(f -> f.type(ShardFilterType.FROM_TRIM_HORIZON))).hasSize(5);
    assertThat(list(f -> f.type(ShardFilterType.AT_TIMESTAMP).timestamp(start)))
        .containsExactly(SHARD_0);
    assertThat(list(f -> f.type(ShardFilterType.AT_TIMESTAMP).timestamp(split)))
        .containsExactly(SHARD_1, SHARD_2);
    assertThat(list(f -> f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(split)))
        .containsExactly(SHARD_1, SHARD_2, "shardId-000000000003", "shardId-000000000004");
    clock.advance(Duration.ofHours(23).plusMinutes(30));
    assertThat(list(f -> f.type(ShardFilterType.AT_TRIM_HORIZON)))
        .containsExactly(SHARD_1, SHARD_2);
  }

  private List<String> list(Consumer<ShardFilter.Builder> filter) {
    return kinesis.listShards(r -> r.streamName("s").shardFilter(filter)).shards().stream()
        .map(Shard::shardId)
        .toList();
  }

  @Test
  void aFilterHoldsOnLaterPages() {
    create(3);
    clock.advance(Duration.ofMillis(10));
    split(SHARD_1, END.shiftRight(1).toString());
    ListShardsResponse first =
        kinesis.listShards(r ->
            r.streamName("s").maxResults(1).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)));
    assertThat(first.shards()).extracting(Shard::shardId).containsExactly(SHARD_0);
    ListShardsResponse rest = kinesis.listShards(r -> r.nextToken(first.nextToken()));
    assertThat(rest.shards())
        .extracting(Shard::shardId)
        .containsExactly(SHARD_2, "shardId-000000000003", "shardId-000000000004");
  }

  @Test
  void whatCannotBeSplitIsRefused() {
    create(2);
    assertThatThrownBy(() -> split(SHARD_2, "5"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(SHARD_2);
    for (String at : List.of("0", "1", END.shiftRight(1).subtract(BigInteger.ONE).toString())) {
      assertThatThrownBy(() -> split(SHARD_0, at))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining(
              "NewStartingHashKey " + at + " used in SplitShard() on shard " + SHARD_0);
    }
    assertThatThrownBy(() -> split(SHARD_0, END.toString()))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> split(SHARD_0, "-1"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("newStartingHashKey");
    split(SHARD_0, "2");
    assertThatThrownBy(() -> split(SHARD_0, "2"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(
            "Shard shardId-000000000000 in stream s under account 000000000000 has already been"
                + " merged or split, and thus is not eligible for merging or splitting.");
    kinesis.createStream(r -> r.streamName("od").streamModeDetails(m -> m.streamMode("ON_DEMAND")));
    assertThatThrownBy(() ->
            kinesis.splitShard(
                r -> r.streamName("od").shardToSplit(SHARD_0).newStartingHashKey("5")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("is in On-Demand mode.");
  }

  @Test
  void theStreamIsUpdatingForAWhileAndTakesRecords() throws IOException {
    stop();
    start(Duration.ofSeconds(5));
    create(1);
    clock.advance(Duration.ofSeconds(5));
    split(SHARD_0, MIDDLE);
    assertThat(status()).isEqualTo(StreamStatus.UPDATING);
    put("k", "a");
    assertThatThrownBy(() -> split(SHARD_1, "1000"))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("UPDATING");
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(5));
    assertThat(status()).isEqualTo(StreamStatus.ACTIVE);
    split(SHARD_1, "1000");
  }

  private StreamStatus status() {
    return kinesis
        .describeStreamSummary(r -> r.streamName("s"))
        .streamDescriptionSummary()
        .streamStatus();
  }
}
