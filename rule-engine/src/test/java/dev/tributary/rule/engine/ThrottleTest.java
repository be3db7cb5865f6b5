package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final TestClock clock = new TestClock();

  @Test
  void admitsSoManyInEachSpanAndCountsTheOthers() {
    Throttle throttle = new Throttle(clock, 2, 1_000);
    assertThat(throttle.admit()).isTrue();
    assertThat(throttle.admit()).isTrue();
    assertThat(throttle.admit()).isFalse();
    assertThat(throttle.admit()).isFalse();
    clock.advance(Duration.ofMillis(999));
    assertThat(throttle.admit()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(throttle.admit()).isTrue();
    assertThat(throttle.takeSuppressed()).isEqualTo(3);
    assertThat(throttle.takeSuppressed()).isZero();
  }

  @Test
  void aClockSetBackDoesNotSilence() {
    Instant[] now = {Instant.parse("2026-06-01T00:00:00Z")};
    Throttle throttle = new Throttle(() -> now[0], 1, 1_000);
    assertThat(throttle.admit()).isTrue();
    now[0] = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(throttle.admit()).isTrue();
  }
}
