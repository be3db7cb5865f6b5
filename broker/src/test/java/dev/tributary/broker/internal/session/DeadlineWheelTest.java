package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineWheelTest {

  private static final long SECOND = 1_000_000_000L;

  private final DeadlineWheel wheel = new DeadlineWheel(0);

  private static final class Watched extends Resident {
    private final List<Long> calls = new ArrayList<>();
    private LongUnaryOperator answer = _ -> NONE;

    @Override
    protected long onDeadline(long nowNanos) {
      calls.add(nowNanos);
      return answer.applyAsLong(nowNanos);
    }
  }

  @Test
  void isCalledOnceWhenItsDeadlineHasCome() {
    Watched one = new Watched();
    wheel.watch(one, 3 * SECOND + 1);
    wheel.advance(3 * SECOND);
    assertThat(one.calls).isEmpty();
    wheel.advance(3 * SECOND + 1);
    wheel.advance(1_000 * SECOND);
    assertThat(one.calls).containsExactly(3 * SECOND + 1);
  }

  @Test
  void whatIsOverdueIsCalledNextTimeEvenIfNoTimePasses() {
    Watched one = new Watched();
    wheel.advance(10 * SECOND);
    wheel.watch(one, 5 * SECOND);
    wheel.advance(10 * SECOND);
    assertThat(one.calls).containsExactly(10 * SECOND);
  }

  @Test
  void onlyASoonerDeadlineReplacesAnother() {
    Watched one = new Watched();
    wheel.watch(one, 5 * SECOND);
    wheel.watch(one, 9 * SECOND);
    wheel.watch(one, Resident.NONE);
    wheel.advance(4 * SECOND);
    assertThat(one.calls).isEmpty();
    wheel.watch(one, 4 * SECOND);
    wheel.advance(4 * SECOND);
    assertThat(one.calls).containsExactly(4 * SECOND);
  }

  @Test
  void aDeadlineBeyondOneTurnIsNotCalledEarlier() {
    Watched one = new Watched();
    long year = 31_536_000L * SECOND;
    wheel.watch(one, year);
    for (long now = 0; now < year; now += 100_000 * SECOND) {
      wheel.advance(now);
    }
    assertThat(one.calls).isEmpty();
    wheel.advance(year);
    assertThat(one.calls).containsExactly(year);
  }

  @Test
  void aPostponedDeadlineIsAnsweredAgain() {
    Watched one = new Watched();
    one.answer = now -> now < 20 * SECOND ? now + 7 * SECOND : Resident.NONE;
    wheel.watch(one, 5 * SECOND);
    for (long now = 0; now <= 60 * SECOND; now += SECOND / 2) {
      wheel.advance(now);
    }
    assertThat(one.calls).containsExactly(5 * SECOND, 12 * SECOND, 19 * SECOND, 26 * SECOND);
  }

  @Test
  void oneThatFailsEndsNobodyElsesDeadlineAndIsCalledAgainLater() {
    Watched bad = new Watched();
    bad.answer =
        _ -> {
          throw new IllegalStateException("expected by this test");
        };
    Watched good = new Watched();
    wheel.watch(bad, SECOND);
    wheel.watch(good, SECOND);
    wheel.advance(SECOND);
    wheel.advance(2 * SECOND);
    assertThat(good.calls).hasSize(1);
    assertThat(bad.calls).hasSize(1);
    wheel.advance(11 * SECOND);
    assertThat(bad.calls).hasSize(2);
  }

  @Test
  void whoIsCalledMayForgetAndWatchOthersOfTheSameSlot() {
    Watched first = new Watched();
    Watched second = new Watched();
    Watched third = new Watched();
    first.answer =
        now -> {
          wheel.forget(second);
          wheel.watch(third, now + SECOND);
          return Resident.NONE;
        };
    wheel.watch(first, SECOND);
    wheel.watch(second, SECOND);
    wheel.advance(SECOND);
    wheel.advance(2 * SECOND);
    assertThat(first.calls).hasSize(1);
    assertThat(second.calls).isEmpty();
    assertThat(third.calls).containsExactly(2 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesAsAListOfDeadlinesThatIsSearchedEachTime(long seed) {
    Random random = new Random(seed);
    long now = random.nextLong(-1_000 * SECOND, 1_000 * SECOND);
    DeadlineWheel tried = new DeadlineWheel(now);
    Watched[] residents = new Watched[50];
    long[] due = new long[residents.length];
    for (int i = 0; i < residents.length; i++) {
      residents[i] = new Watched();
      due[i] = Resident.NONE;
    }
    for (int step = 0; step < 20_000; step++) {
      int i = random.nextInt(residents.length);
      switch (random.nextInt(8)) {
        case 0 -> {
          tried.forget(residents[i]);
          due[i] = Resident.NONE;
        }
        case 1, 2, 3 -> {
          long at =
              now + random.nextLong(-SECOND, random.nextInt(20) == 0 ? 2_000 * SECOND : 9 * SECOND);
          tried.watch(residents[i], at);
          due[i] = Math.min(due[i], at);
        }
        default -> {
          now += random.nextInt(100) == 0 ? random.nextLong(900 * SECOND) : random.nextLong(SECOND);
          tried.advance(now);
          for (int k = 0; k < residents.length; k++) {
            if (due[k] <= now) {
              assertThat(residents[k].calls)
                  .as("resident %s in step %s", k, step)
                  .containsExactly(now);
              due[k] = Resident.NONE;
            } else {
              assertThat(residents[k].calls).as("resident %s in step %s", k, step).isEmpty();
            }
            residents[k].calls.clear();
          }
        }
      }
    }
  }
}
