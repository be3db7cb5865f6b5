package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Splits, merges and scaling, also while others put. */
@ParameterizedClass(name = "{0}")
@EnumSource
final class ReshardTest extends StorageFixture {
  private static final int SPLITS = 40;

  private StreamDirectory directory;
  private Stream stream;

  ReshardTest(Kind kind) {
    super(kind);
  }

  @BeforeEach
  void create() {
    budget = new StoreBudget(100_000_000);
    directory = directory(Duration.ZERO);
    stream = directory.create(StreamSpec.provisioned("s", 1)).orElseThrow();
  }

  /** Parents before children, each key's records are in the order in which they were put. */
  @Test
  void nothingIsLostOrReordered() throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String key = "key-" + i;
      writers.add(Thread.ofVirtual().start(() -> write(key, 5000)));
    }
    HashKey middle = HashKey.parse("170141183460469231731687303715884105728").orElseThrow();
    for (int i = 0; i < SPLITS; i++) {
      // Always the upper one, whose start moves towards the middle of what is left.
      Shard upper = stream.shardOf(HashKey.MAX);
      HashKey second = new HashKey((upper.startingHashKey().high() >>> 1) + middle.high(), 0);
      assertThat(upper.canBeSplitAt(second)).isTrue();
      assertThat(directory.split(stream, upper, second)).isTrue();
      assertThat(directory.split(stream, upper, second)).as("a second time").isFalse();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(stream.openShards()).isEqualTo(SPLITS + 1);
    assertThat(stream.shards()).hasSize(2 * SPLITS + 1);
    for (int i = 0; i < 3; i++) {
      assertThat(readAll("key-" + i))
          .isEqualTo(IntStream.range(0, 5000).mapToObj(Integer::toString).toList());
    }
  }

  private void write(String key, int count) {
    HashKey hash = HashKey.ofPartitionKey(HashKey.md5(), key.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < count; i++) {
      byte[] data = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      Optional<Stream.Place> place = stream.append(hash, key, data, clock.millis());
      assertThat(place).isPresent();
    }
  }

  /** Shards in the order of their indexes: parents come first. */
  private List<String> readAll(String key) {
    return stream.shards().stream()
        .flatMap(shard -> shard.read(0, Integer.MAX_VALUE, clock.millis()).records().stream())
        .filter(record -> record.partitionKey().equals(key))
        .map(record -> new String(record.data(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void aDeletedStreamTakesNothingAndCannotBeSplit() {
    Shard shard = stream.shards().getFirst();
    directory.delete(stream);
    HashKey hash = new HashKey(7, 7);
    assertThat(stream.append(hash, "k", new byte[1], clock.millis())).isEmpty();
    assertThat(directory.split(stream, shard, hash)).isFalse();
  }

  @Test
  void childrenAreYoungerThanAllThatTheParentHolds() {
    Shard parent = stream.shards().getFirst();
    String last =
        stream
            .append(HashKey.MIN, "k", new byte[1], clock.millis() + 500)
            .orElseThrow()
            .sequenceNumber();
    assertThat(directory.split(stream, parent, new HashKey(7, 7))).isTrue();
    assertThat(stream.shards().get(1).createdMillis()).isEqualTo(parent.endedMillis());
    assertThat(stream.shards().get(1).startingSequenceNumber()).isGreaterThan(last);
    String ending = parent.endingSequenceNumber().orElseThrow();
    assertThat(ending).isGreaterThan(last);
    assertThat(shard(2).startingSequenceNumber()).isGreaterThan(ending);
    assertThat(shard(1).startingSequenceNumber()).isGreaterThan(ending);
    assertThat(parent.append("k", new byte[1], EncryptionType.NONE, clock.millis())).isEmpty();
  }

  private Shard shard(int index) {
    return stream.shard(index).orElseThrow();
  }

  @Test
  void twoShardsAreMergedInEitherOrder() {
    assertThat(directory.updateShardCount(stream, 2)).isTrue();
    Shard lower = shard(1);
    Shard upper = shard(2);
    String last = put(stream, upper, 1);
    assertThat(directory.merge(stream, upper, lower)).isTrue();
    assertThat(directory.merge(stream, lower, upper)).as("a second time").isFalse();
    Shard child = shard(3);
    assertThat(child.parent().orElseThrow().id()).isEqualTo(upper.id());
    assertThat(child.adjacentParent().orElseThrow().id()).isEqualTo(lower.id());
    assertThat(child.startingHashKey()).isEqualTo(HashKey.MIN);
    assertThat(child.endingHashKey()).isEqualTo(HashKey.MAX);
    assertThat(child.startingSequenceNumber()).isGreaterThan(last);
    assertThat(lower.endedMillis()).isEqualTo(upper.endedMillis()).isEqualTo(child.createdMillis());
    assertThat(lower.read(0, 1, clock.millis()).children()).containsExactly(child);
    assertThat(upper.read(2, 1, clock.millis()).children()).containsExactly(child);
    assertThat(stream.openShards()).isEqualTo(1);
  }

  /** Whatever there was before, equal parts are open after, and each has a line of parents. */
  @Test
  void scalesUniformly() {
    assertThat(directory.split(stream, shard(0), new HashKey(7, 7))).isTrue();
    for (int target : new int[] {2, 3, 6, 5, 10, 1, 7, 14, 28, 56, 55}) {
      int before = stream.shards().size();
      int open = stream.openShards();
      assertThat(directory.updateShardCount(stream, target)).isTrue();
      assertThat(stream.openShards()).isEqualTo(target);
      checkRanges(target);
      if (target == 2 * open) {
        assertThat(stream.shards()).as("each is split once").hasSize(before + target);
      }
      stream.shards().stream()
          .filter(shard -> shard.index() > 0)
          .forEach(shard -> checkParents(shard));
    }
  }

  private void checkRanges(int parts) {
    HashKey from = HashKey.MIN;
    for (int i = 0; i < parts; i++) {
      Shard shard = stream.shardOf(from);
      assertThat(shard.startingHashKey()).isEqualTo(from);
      assertThat(from.isWithin(1L << 32, HashKey.startOfPart(i, parts))).isTrue();
      HashKey end = shard.endingHashKey();
      from = new HashKey(end.low() == -1 ? end.high() + 1 : end.high(), end.low() + 1);
    }
    assertThat(from).as("behind the last is the first").isEqualTo(HashKey.MIN);
  }

  private void checkParents(Shard shard) {
    Shard parent = shard(shard.parent().orElseThrow().index());
    assertThat(parent.endedMillis()).isEqualTo(shard.createdMillis());
    assertThat(parent.endedMillis()).isGreaterThan(parent.createdMillis());
    assertThat(parent.read(0, 1, clock.millis()).children()).contains(shard);
    shard
        .adjacentParent()
        .ifPresent(other -> {
          assertThat(shard(other.index()).endedMillis()).isEqualTo(shard.createdMillis());
          assertThat(adjoin(parent, shard(other.index()))).isTrue();
        });
  }

  private static boolean adjoin(Shard one, Shard other) {
    boolean isLower = one.startingHashKey().compareTo(other.startingHashKey()) < 0;
    HashKey end = (isLower ? one : other).endingHashKey();
    return (isLower ? other : one).startingHashKey().previous().equals(end);
  }

  @Test
  void anEndedShardVanishesWithItsLastRecord() {
    String old = put(stream, 10);
    clock.advance(Duration.ofHours(1));
    assertThat(directory.updateShardCount(stream, 2)).isTrue();
    clock.advance(Duration.ofHours(24));
    assertThat(directory.find("s").orElseThrow().shards()).hasSize(3);
    clock.advance(Duration.ofMillis(1));
    assertThat(directory.find("s").orElseThrow().shards())
        .extracting(Shard::index)
        .containsExactly(1, 2);
    assertThat(stream.shard(0)).isEmpty();
    assertThat(stream.shard("shardId-000000000000")).isEmpty();
    assertThat(shard(1).parent().orElseThrow().id()).isEqualTo("shardId-000000000000");
    assertThat(put(stream, 10)).isGreaterThan(old);
    assertThat(directory.split(stream, shard(1), new HashKey(7, 7))).isTrue();
    assertThat(shard(3).parent().orElseThrow().index()).isEqualTo(1);
  }

  @Test
  void aShardIsFoundByItsIdAlone() {
    assertThat(directory.updateShardCount(stream, 20)).isTrue();
    for (Shard shard : stream.shards()) {
      assertThat(stream.shard(shard.id())).containsSame(shard);
    }
    for (String other :
        List.of(
            "",
            "0",
            "shardId-",
            "shardId-1",
            "shardId-0000000000001",
            "shardId-00000000001",
            "ShardId-000000000001",
            "shardId--00000000001",
            "shardId-+00000000001",
            "shardId-00000000000a",
            "shardId-00000000000\u0661",
            "shardId-999999999999",
            "shardId-000999999999",
            "shardId-4294967297")) {
      assertThat(stream.shard(other)).as(other).isEmpty();
    }
  }

  /** Many go at once, in one piece or with others between them, and never come back. */
  @Test
  void endedShardsVanishTogether() {
    assertThat(directory.updateShardCount(stream, 64)).isTrue();
    putIntoEachOpenShard();
    clock.advance(Duration.ofHours(1));
    List<Shard> open = openShards();
    for (int i = 0; i + 1 < open.size(); i += 4) {
      assertThat(directory.merge(stream, open.get(i), open.get(i + 1))).isTrue();
    }
    putIntoEachOpenShard();
    clock.advance(Duration.ofHours(23).plusMillis(100));
    assertThat(directory.find("s").orElseThrow().shards()).hasSize(64 + 16);
    clock.advance(Duration.ofHours(1).minusMillis(101)); // a shard ends a moment after the change
    assertThat(directory.find("s").orElseThrow().shards()).hasSize(64 + 16);
    assertThat(openShards()).allSatisfy(shard -> assertThat(all(shard)).hasSize(1));
    clock.advance(Duration.ofMillis(2));
    putIntoEachOpenShard();
    assertThat(directory.find("s").orElseThrow().shards()).isEqualTo(openShards()).hasSize(48);
    List<String> left = recordsOfAll();
    assertThat(left).hasSizeGreaterThanOrEqualTo(48);
    if (kind == Kind.DISK) {
      stream = reopened(directory).find("s").orElseThrow();
      assertThat(stream.shards()).hasSize(48);
      assertThat(recordsOfAll()).isEqualTo(left);
    }
  }

  private void putIntoEachOpenShard() {
    for (Shard shard : openShards()) {
      String _ = put(stream, shard, 9);
    }
  }

  private List<Shard> openShards() {
    return stream.shards().stream().filter(s -> s.endedMillis() == Long.MAX_VALUE).toList();
  }

  private List<String> recordsOfAll() {
    return stream.shards().stream()
        .flatMap(shard -> all(shard).stream())
        .map(StoredRecord::sequenceNumber)
        .toList();
  }
}
