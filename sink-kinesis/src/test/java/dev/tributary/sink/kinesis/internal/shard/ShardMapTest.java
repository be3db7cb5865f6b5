package dev.tributary.sink.kinesis.internal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "MD5 of the partition key as an unsigned 128-bit integer, or ExplicitHashKey." */
final class ShardMapTest {

  private static final BigInteger END = BigInteger.TWO.pow(128);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "18446744073709551615",
        "18446744073709551616",
        "170141183460469231731687303715884105728",
        "340282366920938463463374607431768211455"
      })
  void decimalThereAndBack(String text) {
    assertThat(Objects.requireNonNull(HashKey.ofDecimal(text)).decimal()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "1.0",
        "0x1",
        "١",
        "340282366920938463463374607431768211456",
        "0000000000000000000000000000000000000000"
      })
  void noHashKey(String text) {
    assertThat(HashKey.ofDecimal(text)).isNull();
  }

  @Test
  void hashesAsKinesisDoes() throws NoSuchAlgorithmException {
    KeyHasher hasher = new KeyHasher();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String key = i % 3 == 0 ? "ключ" + i / 6 : Long.toString(random.nextLong());
      byte[] md5 = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
      HashKey hash = Objects.requireNonNull(hasher.hash(record(key, null)));
      assertThat(hash.decimal()).isEqualTo(new BigInteger(1, md5).toString());
    }
    HashKey explicit = Objects.requireNonNull(hasher.hash(record("key", "42")));
    assertThat(explicit.decimal()).isEqualTo("42");
    assertThat(hasher.hash(record("key", "forty-two"))).isNull();
  }

  @Test
  void findsTheShardOfEveryPlace() {
    Random random = new Random(2);
    for (int shards : new int[] {1, 2, 3, 7, 1000}) {
      ShardMap map = new ShardMap(even(shards, random));
      for (int i = 0; i < 300; i++) {
        BigInteger hash = new BigInteger(128, random);
        int expected = owner(hash, shards);
        assertThat(map.shardId(map.indexOf(key(hash)))).isEqualTo("s" + expected);
        assertThat(map.holds("s" + expected, key(hash))).isTrue();
        assertThat(map.holds("s" + (expected + 1), key(hash))).isFalse();
      }
      for (int i = 0; i < shards; i++) {
        assertThat(map.shardId(map.indexOf(key(start(i, shards))))).isEqualTo("s" + i);
        BigInteger last = start(i + 1, shards).subtract(BigInteger.ONE);
        assertThat(map.shardId(map.indexOf(key(last)))).isEqualTo("s" + i);
      }
    }
  }

  /** While a list of shards is put together, some may be missing. */
  @Test
  void gapsAreUnknown() {
    ShardMap map = new ShardMap(List.of(range("a", 10, 19), range("b", 30, 39)));
    assertThat(map.indexOf(key(BigInteger.valueOf(9)))).isEqualTo(ShardMap.UNKNOWN);
    assertThat(map.indexOf(key(BigInteger.valueOf(10)))).isZero();
    assertThat(map.indexOf(key(BigInteger.valueOf(25)))).isEqualTo(ShardMap.UNKNOWN);
    assertThat(map.indexOf(key(BigInteger.valueOf(39)))).isEqualTo(1);
    assertThat(map.indexOf(key(END.subtract(BigInteger.ONE)))).isEqualTo(ShardMap.UNKNOWN);
    assertThat(map.knows("c")).isFalse();
    assertThat(map.holds("c", key(BigInteger.TEN))).isFalse();
  }

  private static List<ShardMap.Range> even(int shards, Random random) {
    List<ShardMap.Range> ranges = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      BigInteger last = start(i + 1, shards).subtract(BigInteger.ONE);
      ranges.add(new ShardMap.Range("s" + i, key(start(i, shards)), key(last)));
    }
    Collections.shuffle(ranges, random);
    return ranges;
  }

  private static int owner(BigInteger hash, int shards) {
    int i = 0;
    while (start(i + 1, shards).compareTo(hash) <= 0) {
      i++;
    }
    return i;
  }

  private static BigInteger start(int index, int shards) {
    return END.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(shards));
  }

  private static ShardMap.Range range(String id, long first, long last) {
    return new ShardMap.Range(id, key(BigInteger.valueOf(first)), key(BigInteger.valueOf(last)));
  }

  private static HashKey key(BigInteger value) {
    return Objects.requireNonNull(HashKey.ofDecimal(value.toString()));
  }

  private static SinkRecord record(String key, String explicitHashKey) {
    return new SinkRecord(key, explicitHashKey, new byte[0], 0, Origin.NONE);
  }
}
