package dev.tributary.kinesis.local.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.KinesisLimits;
import org.junit.jupiter.api.Test;

final class ShardThroughputTest {
  private static final long MIB = 1024 * 1024;
  private static final KinesisLimits AWS = KinesisLimits.AWS;

  private final ShardThroughput shard = new ShardThroughput();

  @Test
  void takesAThousandRecordsASecond() {
    for (int i = 0; i < 1000; i++) {
      assertThat(shard.write(AWS, 10, 0)).isTrue();
    }
    assertThat(shard.write(AWS, 10, 0)).isFalse();
    assertThat(shard.write(AWS, 10, 1)).isTrue();
    assertThat(shard.write(AWS, 10, 1)).isFalse();
  }

  /** What is too large for the rest of a second leaves it to smaller ones. */
  @Test
  void takesAMebibyteASecond() {
    assertThat(shard.write(AWS, MIB - 1000, 0)).isTrue();
    assertThat(shard.write(AWS, 1001, 0)).isFalse();
    assertThat(shard.write(AWS, 600, 0)).isTrue();
    assertThat(shard.write(AWS, 401, 0)).isFalse();
    assertThat(shard.write(AWS, 400, 0)).isTrue();
    assertThat(shard.write(AWS, MIB, 999)).isFalse();
    assertThat(shard.write(AWS, MIB, 1000)).isTrue();
  }

  /** A refused record must not use up the records of the second. */
  @Test
  void takesNothingForWhatItRefuses() {
    assertThat(shard.write(AWS, MIB - 999, 0)).isTrue();
    for (int i = 0; i < 2000; i++) {
      assertThat(shard.write(AWS, 1000, 0)).isFalse();
    }
    for (int i = 0; i < 999; i++) {
      assertThat(shard.write(AWS, 1, 0)).isTrue();
    }
  }

  /** "If a call to GetRecords returns 10 MiB, calls within the next 5 seconds fail." */
  @Test
  void aPageOfTenMebibytesBlocksFiveSeconds() {
    assertThat(shard.read(AWS, 7_300)).isTrue();
    shard.wasRead(AWS, 10 * MIB);
    assertThat(shard.read(AWS, 7_300)).isFalse();
    assertThat(shard.read(AWS, 12_299)).isFalse();
    assertThat(shard.read(AWS, 12_300)).isTrue();
  }

  @Test
  void readsTwoMebibytesASecondInSmallPages() {
    for (long second = 0; second < 10; second++) {
      for (int page = 0; page < 4; page++) {
        assertThat(shard.read(AWS, second * 1000)).isTrue();
        shard.wasRead(AWS, MIB / 2);
      }
      assertThat(shard.read(AWS, second * 1000 + 999)).isFalse();
    }
  }

  @Test
  void isReadFiveTimesASecond() {
    for (int i = 0; i < 5; i++) {
      assertThat(shard.read(AWS, 1000)).isTrue();
    }
    assertThat(shard.read(AWS, 1199)).isFalse();
    assertThat(shard.read(AWS, 1200)).isTrue();
  }

  @Test
  void limitsOneThingWithoutTheOther() {
    KinesisLimits records = new KinesisLimits(2, 0, 0, 0, 0, false, 0);
    assertThat(shard.write(records, 100 * MIB, 0)).isTrue();
    assertThat(shard.write(records, 100 * MIB, 0)).isTrue();
    assertThat(shard.write(records, 1, 0)).isFalse();
    for (int i = 0; i < 100; i++) {
      assertThat(shard.read(records, 0)).isTrue();
      shard.wasRead(records, 10 * MIB);
    }
  }
}
