package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

/** MergeShards and UpdateShardCount, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class ReshardsIT extends LocalKinesisFixture {
  private static final String SHARD_1 = "shardId-000000000001";
  private static final String SHARD_3 = "shardId-000000000003";

  ReshardsIT(boolean cbor) {
    super(cbor);
  }

  /** Counts by day are enforced. */
  @Override
  KinesisLimits limits() {
    return KinesisLimits.AWS;
  }

  private void merge(String lower, String upper) {
    clock.advance(Duration.ofSeconds(1));
    kinesis.mergeShards(r -> r.streamName("s").shardToMerge(lower).adjacentShardToMerge(upper));
  }

  private UpdateShardCountResponse update(int target) {
    clock.advance(Duration.ofSeconds(1));
    return kinesis.updateShardCount(
        r -> r.streamName("s").targetShardCount(target).scalingType("UNIFORM_SCALING"));
  }

  private List<Shard> open() {
    return kinesis
        .listShards(r -> r.streamName("s").shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
        .shards();
  }

  @Test
  void twoShardsBecomeOne() {
    create(3);
    merge(SHARD_0, SHARD_1);
    List<Shard> shards = kinesis.listShards(r -> r.streamName("s")).shards();
    Shard child = shards.getLast();
    assertThat(child.shardId()).isEqualTo(SHARD_3);
    assertThat(child.parentShardId()).isEqualTo(SHARD_0);
    assertThat(child.adjacentParentShardId()).isEqualTo(SHARD_1);
    assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
    assertThat(child.hashKeyRange().endingHashKey())
        .isEqualTo(shards.get(1).hashKeyRange().endingHashKey());
    assertThat(shards.get(1).sequenceNumberRange().endingSequenceNumber()).isNotNull();
    assertThat(open()).extracting(Shard::shardId).containsExactlyInAnyOrder(SHARD_2, SHARD_3);
    String iterator = iterator(SHARD_1, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse end = kinesis.getRecords(r -> r.shardIterator(iterator));
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards()).hasSize(1);
    assertThat(end.childShards().getFirst().parentShards()).containsExactly(SHARD_0, SHARD_1);
  }

  @Test
  void whatDoesNotAdjoinIsNotMerged() {
    create(3);
    for (List<String> pair :
        List.of(List.of(SHARD_0, SHARD_2), List.of(SHARD_1, SHARD_0), List.of(SHARD_0, SHARD_0))) {
      assertThatThrownBy(() -> merge(pair.getFirst(), pair.getLast()))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining(
              "Shards %s and %s in stream s under account 000000000000 are not an adjacent pair of shards eligible for merging"
                  .formatted(pair.getFirst(), pair.getLast()));
    }
    assertThatThrownBy(() -> merge(SHARD_0, SHARD_3))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(
            "Could not find shard shardId-000000000003 in stream s under account 000000000000.");
    assertThatThrownBy(() -> merge(SHARD_0, "shardId-99999999999"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Could not find shard shardId-99999999999 in stream s");
    merge("any-0", "1"); // AWS goes by the number
    assertThatThrownBy(() -> merge(SHARD_0, SHARD_1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("has already been merged or split");
  }

  @ParameterizedTest
  @CsvSource({"2,4", "4,2", "3,5", "5,3", "1,2", "2,1", "6,9", "9,6"})
  void uniformScalingMakesEqualShards(int from, int to) {
    create(from);
    UpdateShardCountResponse answer = update(to);
    assertThat(answer.currentShardCount()).isEqualTo(from);
    assertThat(answer.targetShardCount()).isEqualTo(to);
    assertThat(answer.streamName()).isEqualTo("s");
    assertThat(answer.streamARN()).endsWith("/s");
    List<Shard> shards = kinesis.listShards(r -> r.streamName("s")).shards();
    assertThat(open()).hasSize(to);
    BigInteger width = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(to));
    assertThat(open())
        .allSatisfy(shard -> {
          BigInteger start = new BigInteger(shard.hashKeyRange().startingHashKey());
          BigInteger end = new BigInteger(shard.hashKeyRange().endingHashKey());
          assertThat(end.subtract(start).subtract(width).abs())
              .isLessThanOrEqualTo(BigInteger.valueOf(to));
        });
    var ids = shards.stream().map(Shard::shardId).collect(Collectors.toSet());
    assertThat(shards.subList(from, shards.size()))
        .allSatisfy(shard -> assertThat(ids).contains(shard.parentShardId()));
  }

  @Test
  void scalingIsBounded() {
    create(4);
    assertThatThrownBy(() -> update(9))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining(
            "UpdateShardCount cannot scale up over double your current open shard count. Current"
                + " open shard count: 4, Target shard count: 9");
    assertThatThrownBy(() -> update(1))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining(
            "UpdateShardCount cannot scale down below half your current open shard count.");
    assertThatThrownBy(() -> update(2000))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("cannot be greater than 1000");
    assertThat(open()).hasSize(4);
  }

  @Test
  void scalingIsDoneTenTimesADay() {
    create(2);
    for (int i = 0; i < 10; i++) {
      update(i % 2 == 0 ? 3 : 2);
    }
    assertThatThrownBy(() -> update(3))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("10 times per stream in a rolling 24-hour period");
    clock.advance(Duration.ofHours(24));
    update(3);
  }

  @Test
  void theStreamIsUpdatingForAWhile() throws IOException {
    stop();
    start(Duration.ofSeconds(5));
    create(2);
    clock.advance(Duration.ofSeconds(5));
    merge(SHARD_0, SHARD_1);
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .streamStatus())
        .isEqualTo(StreamStatus.UPDATING);
    assertThatThrownBy(() -> update(2))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            "Stream s under account 000000000000 not ACTIVE, instead in state UPDATING");
    clock.advance(Duration.ofSeconds(5));
    update(2);
  }
}
