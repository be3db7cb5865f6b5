package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final RateMeter meter = new RateMeter();
  private long now = 1_000_000;
  private long count = 40;

  @Test
  void aMeterThatWasNeverSampledShowsZero() {
    assertThat(meter.rates()).isEqualTo(new RateMeter.Rates(0, 0, 0));
  }

  @Test
  void whatCameBeforeTheFirstSampleIsNoRate() {
    meter.sample(count, now);
    assertThat(meter.rates().now()).isZero();
  }

  @Test
  void theRateIsThatOfTheLastSpan() {
    second(0);
    second(30);
    second(10);
    assertThat(meter.rates().now()).isEqualTo(10);
    assertThat(meter.rates().max()).isEqualTo(30);
    assertThat(meter.rates().last5m()).isEqualTo(20);
  }

  @Test
  void lateSamplesAreMeasuredOverTheTimeThatPassed() {
    second(0);
    now += 2_000;
    second(30);
    assertThat(meter.rates().now()).isEqualTo(10);
  }

  @Test
  void fiveMinutesAreForgottenByAndBy() {
    for (int i = 0; i < 400; i++) {
      second(100);
    }
    for (int i = 0; i < 310; i++) {
      second(1);
    }
    assertThat(meter.rates().last5m()).isCloseTo(1, within(0.001));
    assertThat(meter.rates().max()).isEqualTo(100);
  }

  @Test
  void aClockSetBackDoesNotMakeARate() {
    second(10);
    second(10);
    meter.sample(count + 5, now - 60_000);
    assertThat(meter.rates().now()).isEqualTo(10);
  }

  @Test
  void resetForgetsTheMaximum() {
    second(10);
    second(10);
    meter.reset();
    second(2);
    second(2);
    assertThat(meter.rates()).isEqualTo(new RateMeter.Rates(2, 2, 2));
  }

  private void second(long events) {
    now += 1_000;
    count += events;
    meter.sample(count, now);
  }
}
