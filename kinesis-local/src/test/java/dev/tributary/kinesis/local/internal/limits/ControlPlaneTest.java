package dev.tributary.kinesis.local.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.TestClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ControlPlaneTest {
  private final TestClock clock = new TestClock();
  private final ControlPlane rates = new ControlPlane(true, clock);
  private final StreamThroughput one = new StreamThroughput();
  private final StreamThroughput other = new StreamThroughput();

  private int admitted(String operation, StreamThroughput stream) {
    int count = 0;
    while (rates.admits(operation, Optional.of(stream))) {
      count++;
    }
    return count;
  }

  @Test
  void countsPerAccountWhatIsLimitedPerAccount() {
    assertThat(admitted("DescribeStream", one)).isEqualTo(10);
    assertThat(rates.admits("DescribeStream", Optional.of(other))).isFalse();
    assertThat(rates.admits("DescribeStream", Optional.empty())).isFalse();
    assertThat(admitted("DescribeStreamSummary", other)).isEqualTo(20);
    clock.advance(Duration.ofMillis(100));
    assertThat(admitted("DescribeStream", other)).isEqualTo(1);
  }

  @Test
  void countsPerStreamWhatIsLimitedPerStream() {
    assertThat(admitted("ListShards", one)).isEqualTo(1000);
    assertThat(admitted("ListShards", other)).isEqualTo(1000);
    assertThat(rates.admits("ListShards", Optional.empty())).isTrue();
  }

  @Test
  void leavesTheDataPlaneAlone() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(rates.admits("PutRecords", Optional.of(one))).isTrue();
    }
  }

  @Test
  void canBeSwitchedOff() {
    ControlPlane off = new ControlPlane(false, clock);
    for (int i = 0; i < 1000; i++) {
      assertThat(off.admits("ListStreams", Optional.empty())).isTrue();
    }
  }
}
