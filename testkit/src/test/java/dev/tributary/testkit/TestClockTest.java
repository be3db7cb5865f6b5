package dev.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TestClockTest {
  private final TestClock clock = new TestClock();

  @Test
  void standsStillUntilAdvanced() {
    Instant before = clock.instant();
    assertThat(clock.instant()).isEqualTo(before);
    clock.advance(Duration.ofMillis(1500));
    assertThat(clock.instant()).isEqualTo(before.plusMillis(1500));
    assertThat(clock.nanoTime()).isEqualTo(1_500_000_000L);
  }

  @Test
  void refusesToRunBackwards() {
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .hasMessageContaining("must not be negative");
  }

  @Test
  void awaitTellsWhatItWaitedFor() {
    assertThatThrownBy(() -> Await.until("pigs fly", Duration.ofMillis(5), () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("waiting until pigs fly");
  }
}
