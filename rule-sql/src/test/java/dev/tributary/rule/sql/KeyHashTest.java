package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyHashTest {
  private static final int KEYS = 1 << 16;

  /** Looks that finding all keys takes in buckets of their hashes: linear if hashes are spread. */
  private static long looks(IntStream hashes) {
    Map<Integer, Long> buckets = new HashMap<>();
    hashes.forEach(hash -> buckets.merge(hash & (2 * KEYS - 1), 1L, Long::sum));
    return buckets.values().stream().mapToLong(size -> size * (size + 1) / 2).sum();
  }

  @Test
  void keysOfOneStringHashAreSpreadAsAnyOthers() {
    long before = looks(IntStream.range(0, KEYS).map(i -> CollidingKeys.key(i, 16).hashCode()));
    long colliding = looks(IntStream.range(0, KEYS).map(i -> KeyHash.of(CollidingKeys.key(i, 16))));
    long ordinary = looks(IntStream.range(0, KEYS).map(i -> KeyHash.of("sensor-" + i)));
    assertThat(before).isEqualTo(KEYS * (KEYS + 1L) / 2);
    assertThat(colliding).isLessThan(2L * KEYS);
    assertThat(ordinary).isLessThan(2L * KEYS);
  }

  /**
   * Of the sequence of Thue and Morse, and with zeros around: both collide in a polynomial without
   * a field, whatever its point.
   */
  @Test
  void knownCollisionsOfOtherPolynomialsAreNone() {
    StringBuilder one = new StringBuilder();
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < 4096; i++) {
      boolean odd = Integer.bitCount(i) % 2 == 1;
      one.append(odd ? 'a' : 'b');
      other.append(odd ? 'b' : 'a');
    }
    assertThat(KeyHash.of(one.toString())).isNotEqualTo(KeyHash.of(other.toString()));
    assertThat(IntStream.range(0, 1000).map(i -> KeyHash.of("\0".repeat(i))).distinct().count())
        .isEqualTo(1000);
  }
}
