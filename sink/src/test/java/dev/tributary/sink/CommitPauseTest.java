package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CommitPauseTest {

  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private long now = 5 * MILLI;
  private final CommitPause pause = new CommitPause(now);
  private int records;

  @Test
  void whoComesAfterARestIsWrittenAtOnce() {
    assertThat(pause.remaining(now, 1, 100)).isZero();
    pause.begin(now);
    now += CommitPause.LONGEST_NANOS;
    assertThat(pause.remaining(now, 1, 100)).isZero();
  }

  @Test
  void whoSendsOnWhenHeIsAcknowledgedWaitsForTheShortestPauseOnly() {
    pause.begin(now);
    assertThat(pause.remaining(now, 1, 100)).isEqualTo(CommitPause.SHORTEST_NANOS);
    now += CommitPause.SHORTEST_NANOS;
    assertThat(pause.remaining(now, 1, 100)).isZero();
  }

  @Test
  void underLoadThePauseGrowsToItsBound() {
    assertThat(pauseAt(100)).isEqualTo(CommitPause.LONGEST_NANOS);
    assertThat(pauseAt(64)).isEqualTo(CommitPause.LONGEST_NANOS);
    assertThat(pauseAt(63)).isEqualTo(CommitPause.LONG_NANOS);
    assertThat(pauseAt(16)).isEqualTo(CommitPause.LONG_NANOS);
    assertThat(pauseAt(15)).isEqualTo(CommitPause.SHORTEST_NANOS);
  }

  @Test
  void aLargeGroupDoesNotWaitForMore() {
    pause.begin(now);
    now += CommitPause.SHORTEST_NANOS;
    assertThat(pause.remaining(now, 100, CommitPause.ENOUGH_BYTES)).isZero();
  }

  @Test
  void aPauseThatGrewInVainDoesNotGrowForSomeGroups() {
    pause.begin(now);
    now += CommitPause.SHORTEST_NANOS;
    assertThat(pause.remaining(now, 100, 100)).isEqualTo(CommitPause.SHORTEST_NANOS);
    now += CommitPause.SHORTEST_NANOS;
    assertThat(pause.remaining(now, 100, 100)).isZero();
    for (int i = 0; i < CommitPause.SHORT_GROUPS; i++) {
      assertThat(pauseAt(100)).isEqualTo(CommitPause.SHORTEST_NANOS);
    }
    assertThat(pauseAt(100)).isEqualTo(CommitPause.LONGEST_NANOS);
  }

  @Test
  void beingAskedBetweenChangesNothing() {
    pause.begin(now);
    now += CommitPause.SHORTEST_NANOS;
    long wait = pause.remaining(now, 100, 100);
    now += wait / 2;
    assertThat(pause.remaining(now, 100, 100)).isEqualTo(wait - wait / 2);
    now += wait - wait / 2;
    assertThat(pause.remaining(now, 200, 100)).isPositive();
  }

  @Test
  void aSlowDiskIsAPauseItself() {
    pause.begin(now);
    now += CommitPause.LONGEST_NANOS + MILLI;
    assertThat(pause.remaining(now, 1000, 100)).isZero();
  }

  /** How long after the write before a group is written while so many records come in. */
  private long pauseAt(int recordsPerMilli) {
    pause.begin(now);
    records = 0;
    long began = now;
    for (long wait = pause.remaining(now, records, 100); wait > 0; ) {
      now += wait;
      records = (int) ((now - began) * recordsPerMilli / MILLI);
      wait = pause.remaining(now, records, 100);
    }
    return now - began;
  }
}
