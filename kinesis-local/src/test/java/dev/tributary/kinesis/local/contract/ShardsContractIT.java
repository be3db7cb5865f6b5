package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

/** Shards: their ranges, lists, splits, merges and uniform scaling. */
final class ShardsContractIT extends ContractFixture {
  private static final BigInteger MIDDLE = HASHES.shiftRight(1);
  private static final BigInteger LAST = HASHES.subtract(BigInteger.ONE);

  private static BigInteger start(Shard shard) {
    return new BigInteger(shard.hashKeyRange().startingHashKey());
  }

  private static BigInteger end(Shard shard) {
    return new BigInteger(shard.hashKeyRange().endingHashKey());
  }

  /** The open shards, without a gap or an overlap. */
  private List<Shard> assertCovering() {
    List<Shard> open =
        openShards().stream().sorted((a, b) -> start(a).compareTo(start(b))).toList();
    BigInteger next = BigInteger.ZERO;
    for (Shard shard : open) {
      assertThat(start(shard)).isEqualTo(next);
      next = end(shard).add(BigInteger.ONE);
    }
    assertThat(next).isEqualTo(HASHES);
    return open;
  }

  @Test
  void theRangesCoverAllHashKeys() {
    create(3);
    assertThat(ids(assertCovering())).containsExactly(SHARD_0, SHARD_1, SHARD_2);
  }

  @Test
  void shardsAreListedByPages() {
    create(3);
    ListShardsResponse first = kinesis.listShards(r -> r.streamName(stream).maxResults(2));
    assertThat(ids(first.shards())).containsExactly(SHARD_0, SHARD_1);
    ListShardsResponse rest = kinesis.listShards(r -> r.nextToken(first.nextToken()));
    assertThat(ids(rest.shards())).containsExactly(SHARD_2);
    assertThat(rest.nextToken()).isNull();
    assertThat(
            ids(
                kinesis
                    .listShards(r -> r.streamName(stream).exclusiveStartShardId(SHARD_0))
                    .shards()))
        .containsExactly(SHARD_1, SHARD_2);
    refused(
        "InvalidArgumentException",
        () -> kinesis.listShards(r -> r.streamName(stream).nextToken(first.nextToken())));
  }

  @Test
  void aSplitShardEndsAndHasTwoChildren() {
    create(1);
    split(SHARD_0, MIDDLE);
    List<Shard> shards = shards();
    assertThat(ids(shards)).containsExactly(SHARD_0, SHARD_1, SHARD_2);
    assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
    for (Shard child : shards.subList(1, 3)) {
      assertThat(child.parentShardId()).isEqualTo(SHARD_0);
      assertThat(child.adjacentParentShardId()).isNull();
      assertThat(child.sequenceNumberRange().endingSequenceNumber()).isNull();
    }
    assertThat(end(shards.get(1))).isEqualTo(MIDDLE.subtract(BigInteger.ONE));
    assertThat(start(shards.get(2))).isEqualTo(MIDDLE);
    assertCovering();
    assertThat(put(BigInteger.ZERO, "low").shardId()).isEqualTo(SHARD_1);
    assertThat(put(LAST, "high").shardId()).isEqualTo(SHARD_2);
  }

  @Test
  void adjacentShardsMerge() {
    create(2);
    merge(SHARD_0, SHARD_1);
    Shard child = shard(SHARD_2);
    assertThat(child.parentShardId()).isEqualTo(SHARD_0);
    assertThat(child.adjacentParentShardId()).isEqualTo(SHARD_1);
    assertThat(ids(assertCovering())).containsExactly(SHARD_2);
    assertThat(summary().openShardCount()).isEqualTo(1);
    assertThat(put("k", "v").shardId()).isEqualTo(SHARD_2);
  }

  @Test
  @Differs({Difference.VALIDATION, Difference.SPLIT_AGAIN})
  void wrongSplitsAreRefused() {
    create(1);
    refused("InvalidArgumentException", () -> splitAt(SHARD_0, HASHES.toString()));
    refused("ResourceNotFoundException", () -> splitAt(SHARD_1, MIDDLE.toString()));
    invalid(() -> splitAt(SHARD_0, "01"));
    split(SHARD_0, MIDDLE);
    either(
        Difference.SPLIT_AGAIN,
        () -> refused("InvalidArgumentException", () -> splitAt(SHARD_0, "17")),
        () -> refused("ResourceInUseException", () -> splitAt(SHARD_0, "17")));
  }

  @Test
  @Differs(Difference.SPLIT_AT_EDGE)
  void aSplitLeavesSomethingToBoth() {
    create(1);
    either(
        Difference.SPLIT_AT_EDGE,
        () -> refused("InvalidArgumentException", () -> splitAt(SHARD_0, "0")),
        () -> splitAt(SHARD_0, "0"));
  }

  private void splitAt(String shard, String hash) {
    kinesis.splitShard(r -> r.streamName(stream).shardToSplit(shard).newStartingHashKey(hash));
  }

  @Test
  void wrongMergesAreRefused() {
    create(3);
    refused("InvalidArgumentException", () -> merge(SHARD_0, SHARD_2));
    refused("ResourceNotFoundException", () -> merge(SHARD_0, SHARD_3));
    refused("InvalidArgumentException", () -> merge(SHARD_0, SHARD_0));
  }

  @Test
  @Differs(Difference.TRIM_HORIZON_FILTER)
  void filtersOfShards() {
    create(1);
    split(SHARD_0, MIDDLE);
    assertThat(filtered(ShardFilterType.AT_LATEST)).containsExactly(SHARD_1, SHARD_2);
    List<String> first = filtered(ShardFilterType.AT_TRIM_HORIZON);
    either(
        Difference.TRIM_HORIZON_FILTER,
        () -> assertThat(first).containsExactly(SHARD_0),
        () -> assertThat(first).containsExactly(SHARD_0, SHARD_1, SHARD_2));
    assertThat(filtered(ShardFilterType.FROM_TRIM_HORIZON))
        .containsExactly(SHARD_0, SHARD_1, SHARD_2);
    assertThat(
            ids(
                kinesis
                    .listShards(r ->
                        r.streamName(stream)
                            .shardFilter(
                                f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId(SHARD_1)))
                    .shards()))
        .containsExactly(SHARD_2);
    Instant now = Instant.now().minusMillis(1);
    assertThat(
            ids(
                kinesis
                    .listShards(r ->
                        r.streamName(stream)
                            .shardFilter(
                                f -> f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(now)))
                    .shards()))
        .contains(SHARD_1, SHARD_2);
  }

  private List<String> filtered(ShardFilterType type) {
    return ids(
        kinesis.listShards(r -> r.streamName(stream).shardFilter(f -> f.type(type))).shards());
  }

  @Test
  @Differs(Difference.EVEN_RANGES)
  void uniformScalingDoublesAndHalves() {
    create(2);
    UpdateShardCountResponse up = scale(4);
    assertThat(up.currentShardCount()).isEqualTo(2);
    assertThat(up.targetShardCount()).isEqualTo(4);
    awaitActive();
    List<Shard> four = assertCovering();
    assertThat(four).hasSize(4);
    assertThat(four).allMatch(shard -> List.of(SHARD_0, SHARD_1).contains(shard.parentShardId()));
    BigInteger quarter = HASHES.shiftRight(2);
    either(
        Difference.EVEN_RANGES,
        () -> assertThat(start(four.get(1))).isEqualTo(quarter),
        () -> assertThat(start(four.get(1))).isEqualTo(quarter.subtract(BigInteger.ONE)));
    UpdateShardCountResponse down = scale(2);
    assertThat(down.currentShardCount()).isEqualTo(4);
    awaitActive();
    assertThat(assertCovering())
        .hasSize(2)
        .allSatisfy(shard -> {
          assertThat(shard.parentShardId()).isNotNull();
          assertThat(shard.adjacentParentShardId()).isNotNull();
        });
    assertThat(summary().openShardCount()).isEqualTo(2);
  }

  private UpdateShardCountResponse scale(int target) {
    return kinesis.updateShardCount(r ->
        r.streamName(stream).targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING));
  }

  @Test
  @Differs(Difference.SCALE_TOO_FAR)
  void uniformScalingHasBounds() {
    create(4);
    for (int target : new int[] {9, 1}) {
      either(
          Difference.SCALE_TOO_FAR,
          () -> refused("LimitExceededException", () -> scale(target)),
          () -> refused("InvalidArgumentException", () -> scale(target)));
    }
  }
}
