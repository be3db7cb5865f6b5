package dev.tributary.kinesis.local.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OnDemandDemandTest {
  private static final long MIB = 1024 * 1024;

  private final OnDemandDemand demand = new OnDemandDemand();
  private long now = 1_000_000;

  /** A minute of this; then how many shards there are to be. */
  private int minute(int recordsPerSecond, long bytesPerSecond, int open) {
    int wanted = open;
    for (int second = 0; second <= 60; second++) {
      wanted = Math.max(wanted, demand.written(recordsPerSecond, bytesPerSecond, open, now));
      now += 1000;
    }
    return wanted;
  }

  @Test
  void staysWhileItTakesLessThanHalf() {
    for (int i = 0; i < 60; i++) {
      assertThat(minute(1900, 19 * MIB / 10, 4)).isEqualTo(4);
    }
  }

  @Test
  void growsToTwiceThePeakAtMostDoubling() {
    assertThat(minute(10, 3 * MIB, 4)).isBetween(6, 7);
    assertThat(new OnDemandDemandTest().minute(10, 100 * MIB, 4)).isEqualTo(8);
    assertThat(new OnDemandDemandTest().minute(3000, MIB, 4)).isBetween(6, 7);
  }

  @Test
  void needsAQuarterOfAnHourToGrowAgain() {
    assertThat(minute(10, 4 * MIB, 4)).isEqualTo(8);
    for (int i = 0; i < 13; i++) {
      assertThat(minute(10, 8 * MIB, 8)).isEqualTo(8);
    }
    int wanted = minute(10, 8 * MIB, 8);
    assertThat(wanted == 16 ? wanted : minute(10, 8 * MIB, 8)).isEqualTo(16);
  }

  @Test
  void hasAnEnd() {
    assertThat(minute(10, 1000 * MIB, 150)).isEqualTo(200);
    assertThat(new OnDemandDemandTest().minute(10, 1000 * MIB, 200)).isEqualTo(200);
  }
}
