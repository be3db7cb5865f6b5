package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HashKeyTest {
  private static final String MAX = "340282366920938463463374607431768211455";

  /** Expected numbers come from Python's hashlib. */
  @ParameterizedTest
  @CsvSource({
    "a, 16955237001963240173058271559858726497",
    "device-1, 277901890176008628857739572313990950024",
    "Zürich, 21571439941612705407085021742162426705"
  })
  void hashesPartitionKeys(String key, String expected) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    assertThat(HashKey.ofPartitionKey(HashKey.md5(), bytes)).hasToString(expected);
  }

  @Test
  void comparesUnsigned() {
    assertThat(new HashKey(-1, 0)).isGreaterThan(new HashKey(1, 0));
    assertThat(new HashKey(0, -1)).isGreaterThan(new HashKey(0, 1));
    assertThat(HashKey.MAX).isGreaterThan(HashKey.MIN);
  }

  @Test
  void readsAndWritesDecimals() {
    assertThat(HashKey.parse(MAX)).contains(HashKey.MAX);
    assertThat(HashKey.parse("0")).contains(HashKey.MIN);
    assertThat(HashKey.MAX).hasToString(MAX);
    assertThat(HashKey.parse("18446744073709551616")).contains(new HashKey(1, 0));
    assertThat(HashKey.parse("340282366920938463463374607431768211456")).isEmpty();
  }

  /** For three parts these are the numbers that AWS shows. */
  @Test
  void dividesTheRangeAsKinesisDoes() {
    assertThat(HashKey.startOfPart(1, 3)).hasToString("113427455640312821154458202477256070485");
    assertThat(HashKey.startOfPart(1, 3).previous())
        .hasToString("113427455640312821154458202477256070484");
    assertThat(HashKey.startOfPart(2, 3)).hasToString("226854911280625642308916404954512140970");
    assertThat(HashKey.startOfPart(1, 2)).hasToString(BigInteger.TWO.pow(127).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
  void partsAdjoin(int parts) {
    for (int i = 1; i < parts; i++) {
      BigInteger start = new BigInteger(HashKey.startOfPart(i, parts).toString());
      BigInteger end = new BigInteger(HashKey.startOfPart(i, parts).previous().toString());
      assertThat(start.subtract(end)).isEqualTo(BigInteger.ONE);
    }
  }
}
