package dev.tributary.kinesis.local.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.kinesis.local.FaultLatency;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatencyDrawTest {
  private static final int DRAWS = 100_000;

  private static double[] drawn(FaultLatency latency) {
    Random random = new Random(1);
    double[] millis = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      millis[i] = LatencyDraw.from(latency, random).toNanos() / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static double percentile(double[] sorted, double percentile) {
    return sorted[(int) (percentile / 100 * (sorted.length - 1))];
  }

  @Test
  void fixedIsAlwaysTheSame() {
    double[] millis = drawn(new FaultLatency.Fixed(12.5));
    assertThat(millis[0]).isEqualTo(12.5);
    assertThat(millis[DRAWS - 1]).isEqualTo(12.5);
  }

  @Test
  void uniformIsEvenBetweenItsEnds() {
    double[] millis = drawn(new FaultLatency.Uniform(100, 300));
    assertThat(millis[0]).isBetween(100.0, 101.0);
    assertThat(millis[DRAWS - 1]).isBetween(299.0, 300.0);
    assertThat(percentile(millis, 25)).isCloseTo(150, within(2.0));
  }

  @Test
  void normalHasItsMeanAndIsNeverNegative() {
    double[] millis = drawn(new FaultLatency.Normal(100, 50));
    assertThat(percentile(millis, 50)).isCloseTo(100, within(2.0));
    assertThat(percentile(millis, 84.13)).isCloseTo(150, within(2.0));
    assertThat(millis[0]).isZero();
  }

  @Test
  void lognormalHasItsMedianAndItsTail() {
    double[] millis = drawn(new FaultLatency.LogNormal(20, 800));
    assertThat(percentile(millis, 50)).isCloseTo(20, within(1.0));
    assertThat(percentile(millis, 99)).isCloseTo(800, within(60.0));
  }

  @Test
  void percentilesAreThoseOfTheTable() {
    double[] millis =
        drawn(new FaultLatency.Percentiles(Map.of(50.0, 20.0, 90.0, 100.0, 99.0, 1000.0)));
    assertThat(percentile(millis, 25)).isCloseTo(10, within(1.0));
    assertThat(percentile(millis, 50)).isCloseTo(20, within(1.0));
    assertThat(percentile(millis, 70)).isCloseTo(60, within(2.0));
    assertThat(percentile(millis, 90)).isCloseTo(100, within(10.0));
    assertThat(millis[DRAWS - 1]).isEqualTo(1000);
  }
}
