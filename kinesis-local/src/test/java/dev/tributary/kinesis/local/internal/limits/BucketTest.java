package dev.tributary.kinesis.local.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BucketTest {
  private final Bucket bucket = new Bucket();

  private boolean take(long tokens, long perSecond, long now) {
    boolean has = bucket.has(tokens, perSecond, now);
    if (has) {
      bucket.take(tokens);
    }
    return has;
  }

  @Test
  void isFullAtFirstAndHoldsOneSecond() {
    assertThat(take(1000, 1000, 5)).isTrue();
    assertThat(take(1, 1000, 5)).isFalse();
    assertThat(take(1, 1000, 6)).isTrue();
    assertThat(take(1, 1000, 6)).isFalse();
    assertThat(take(1001, 1000, 1_000_000)).isTrue();
    assertThat(take(1, 1000, 1_000_001)).isFalse();
  }

  @Test
  void fillsByThousandths() {
    assertThat(take(5, 5, 0)).isTrue();
    for (int millis = 1; millis < 200; millis++) {
      assertThat(take(1, 5, millis)).isFalse();
    }
    assertThat(take(1, 5, 200)).isTrue();
  }

  /** A record of 10 MiB on a shard of 1 MiB/s: nine seconds later the shard takes more. */
  @Test
  void whatIsLargerThanItIsPaidForAfterwards() {
    assertThat(take(10, 1, 0)).isTrue();
    assertThat(take(1, 1, 9_999)).isFalse();
    assertThat(take(1, 1, 10_000)).isTrue();
    assertThat(take(10, 1, 10_999)).isFalse();
    assertThat(take(10, 1, 11_000)).isTrue();
  }

  @Test
  void survivesAClockThatIsSetBack() {
    assertThat(take(10, 10, 100_000)).isTrue();
    assertThat(take(1, 10, 50_000)).isFalse();
    assertThat(take(1, 10, 50_100)).isTrue();
  }

  @Test
  void doesNotOverflow() {
    long rate = 1024L * 1024 * 1024 * 1024;
    assertThat(take(rate, rate, 0)).isTrue();
    assertThat(take(rate, rate, Long.MAX_VALUE)).isTrue();
    assertThat(take(1, rate, Long.MAX_VALUE)).isFalse();
  }
}
