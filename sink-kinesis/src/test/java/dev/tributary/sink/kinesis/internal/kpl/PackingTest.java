package dev.tributary.sink.kinesis.internal.kpl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Delivery.Limits;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.kinesis.KplReader;
import dev.tributary.sink.kinesis.internal.kpl.Packing.Packed;
import dev.tributary.sink.kinesis.internal.shard.HashKey;
import dev.tributary.sink.kinesis.internal.shard.KeyHasher;
import dev.tributary.sink.kinesis.internal.shard.ShardMap;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into which aggregate, and its bytes. */
final class PackingTest {

  private static final Packing.Targets USUAL = new Packing.Targets(25_000, 24_960, 10_000);

  @Test
  void nothingIsLostMixedOrReordered() {
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      ShardMap map = shards(1 + random.nextInt(9));
      Packing.Targets targets = new Packing.Targets(1000 + random.nextInt(5000), 960, 50);
      List<SinkRecord> batch = batch(random, 1 + random.nextInt(400));
      check(batch, map, targets, Packing.pack(batch, map, targets, false));
    }
  }

  private static void check(
      List<SinkRecord> batch, ShardMap map, Packing.Targets targets, List<Packed> packed) {
    boolean[] seen = new boolean[batch.size()];
    Map<String, Integer> lastOfKey = new HashMap<>();
    KeyHasher hasher = new KeyHasher();
    for (Packed one : packed) {
      for (int member : one.members()) {
        assertThat(seen[member]).isFalse();
        seen[member] = true;
        SinkRecord record = batch.get(member);
        HashKey hash = Objects.requireNonNull(hasher.hash(record));
        assertThat(map.indexOf(hash)).isEqualTo(one.shard());
        String place = record.partitionKey() + "@" + one.shard();
        Integer before = lastOfKey.put(place, member);
        assertThat(before == null || before < member).isTrue();
      }
      checkBytes(batch, targets, one);
    }
    assertThat(seen).doesNotContain(false);
  }

  private static void checkBytes(List<SinkRecord> batch, Packing.Targets targets, Packed one) {
    byte[] aggregate = one.aggregate();
    if (aggregate == null) {
      assertThat(one.members()).hasSize(1);
      return;
    }
    List<KplReader.UserRecord> read = KplReader.read(aggregate);
    assertThat(read).hasSameSizeAs(one.members()).hasSizeGreaterThan(1);
    for (int i = 0; i < read.size(); i++) {
      SinkRecord record = batch.get(one.members()[i]);
      assertThat(read.get(i).partitionKey()).isEqualTo(record.partitionKey());
      assertThat(read.get(i).explicitHashKey()).isEqualTo(record.explicitHashKey());
      assertThat(read.get(i).data()).isEqualTo(record.data());
    }
    SinkRecord first = batch.get(one.members()[0]);
    int bytes = aggregate.length + first.bytes() - first.data().length;
    boolean oneRun = read.stream().allMatch(r -> r.partitionKey().equals(first.partitionKey()));
    assertThat(bytes).isLessThanOrEqualTo(oneRun ? 2 * targets.bytesMax() : targets.bytesMax());
  }

  /** As lanes make them: key by key. */
  private static List<SinkRecord> batch(Random random, int keys) {
    List<SinkRecord> batch = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      int count = random.nextInt(10) == 0 ? 1 + random.nextInt(30) : 1;
      String name = (key % 5 == 0 ? "датчик-" : "sensor-") + key;
      for (int i = 0; i < count; i++) {
        String explicit = random.nextInt(8) == 0 ? new BigInteger(128, random).toString() : null;
        byte[] data = new byte[random.nextInt(20) == 0 ? random.nextInt(6000) : random.nextInt(99)];
        random.nextBytes(data);
        batch.add(new SinkRecord(name, explicit, data, 0, Origin.NONE));
      }
    }
    return batch;
  }

  /** What the contract of {@code Limits.bytesPerAggregate} promises to the lanes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100, 1000})
  void aRunWithinTheLimitIsNeverTornApart(int dataBytes) {
    ShardMap map = shards(3);
    int each = "key".length() + dataBytes + Limits.AGGREGATE_OVERHEAD;
    int count = USUAL.runBytesMax() / each;
    List<SinkRecord> batch = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      batch.add(record("other" + i, null, 500));
    }
    for (int i = 0; i < count; i++) {
      batch.add(record("key", null, dataBytes));
    }
    batch.add(record("last", null, 10));
    assertTogether(batch, map, 40, 40 + count);
  }

  /** Distinct explicit hash keys are the most that a record can need. */
  @Test
  void norWithExplicitHashKeys() {
    BigInteger base = BigInteger.TWO.pow(128).subtract(BigInteger.valueOf(100_000));
    int count = USUAL.runBytesMax() / ("k".length() + Limits.AGGREGATE_OVERHEAD);
    List<SinkRecord> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batch.add(record("k", base.add(BigInteger.valueOf(i)).toString(), 0));
    }
    Packed whole = assertTogether(batch, shards(2), 0, count);
    assertThat(Objects.requireNonNull(whole.aggregate()).length)
        .isLessThanOrEqualTo(2 * USUAL.runBytesMax() + AggregateSize.FRAME_BYTES);
  }

  private static Packed assertTogether(List<SinkRecord> batch, ShardMap map, int from, int end) {
    for (Packed one : Packing.pack(batch, map, USUAL, false)) {
      List<Integer> members = java.util.Arrays.stream(one.members()).boxed().toList();
      if (members.contains(from)) {
        for (int i = from; i < end; i++) {
          assertThat(members).contains(i);
        }
        return one;
      }
    }
    throw new AssertionError("record " + from + " is nowhere");
  }

  @Test
  void whatStandsAloneGoesAsItIs() {
    ShardMap map = shards(1);
    List<SinkRecord> batch = List.of(record("a", "5", 10));
    Packed only = Packing.pack(batch, map, USUAL, false).getFirst();
    assertThat(only.isAggregate()).isFalse();
    List<SinkRecord> withGiant =
        List.of(record("a", null, 10), record("b", null, 30_000), record("c", null, 10));
    assertThat(Packing.pack(withGiant, map, USUAL, false))
        .noneMatch(Packed::isAggregate)
        .hasSize(3);
  }

  @Test
  void anInvalidHashKeySpoilsNoOther() {
    List<SinkRecord> batch =
        List.of(record("a", null, 1), record("b", "nonsense", 1), record("c", null, 1));
    List<Packed> packed = Packing.pack(batch, shards(1), USUAL, false);
    assertThat(packed).hasSize(2);
    assertThat(packed.getFirst().members()).containsExactly(1);
    assertThat(packed.getFirst().isAggregate()).isFalse();
    assertThat(packed.getLast().members()).containsExactly(0, 2);
  }

  @Test
  void countIsALimitToo() {
    List<SinkRecord> batch = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batch.add(record("k" + i, null, 1));
    }
    List<Packed> packed =
        Packing.pack(batch, shards(1), new Packing.Targets(25_000, 24_960, 4), false);
    assertThat(packed).extracting(p -> p.members().length).containsExactly(4, 4, 2);
  }

  private static ShardMap shards(int count) {
    BigInteger end = BigInteger.TWO.pow(128);
    List<ShardMap.Range> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BigInteger first = end.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(count));
      BigInteger next = end.multiply(BigInteger.valueOf(i + 1L)).divide(BigInteger.valueOf(count));
      ranges.add(new ShardMap.Range("s" + i, key(first), key(next.subtract(BigInteger.ONE))));
    }
    return new ShardMap(ranges);
  }

  private static HashKey key(BigInteger value) {
    return Objects.requireNonNull(HashKey.ofDecimal(value.toString()));
  }

  private static SinkRecord record(String key, String explicitHashKey, int dataBytes) {
    return new SinkRecord(key, explicitHashKey, new byte[dataBytes], 0, Origin.NONE);
  }
}
