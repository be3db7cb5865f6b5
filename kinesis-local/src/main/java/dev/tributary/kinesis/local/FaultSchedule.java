package dev.tributary.kinesis.local;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * To which of the requests that a rule is about it is applied. They are counted from when the rule
 * was added or its counters were reset, and so is time.
 *
 * @param from nothing happens before
 * @param until nothing happens from then on; empty for no end
 * @param after so many requests are left alone first
 * @param every of those that follow, each so-manieth; 1 for each
 * @param probability of each of these: above 0 to 1
 * @param times at most; 0 for no end
 * @param seed of everything that is drawn; empty for one that {@link KinesisFaults#rules} tells
 */
public record FaultSchedule(
    Duration from,
    Optional<Duration> until,
    long after,
    long every,
    double probability,
    long times,
    OptionalLong seed) {
  public static final FaultSchedule ALWAYS =
      new FaultSchedule(Duration.ZERO, Optional.empty(), 0, 1, 1, 0, OptionalLong.empty());

  public FaultSchedule withWindow(Duration from, Duration until) {
    return new FaultSchedule(from, Optional.of(until), after, every, probability, times, seed);
  }

  public FaultSchedule withAfter(long after) {
    return new FaultSchedule(from, until, after, every, probability, times, seed);
  }

  public FaultSchedule withEvery(long every) {
    return new FaultSchedule(from, until, after, every, probability, times, seed);
  }

  public FaultSchedule withProbability(double probability) {
    return new FaultSchedule(from, until, after, every, probability, times, seed);
  }

  public FaultSchedule withTimes(long times) {
    return new FaultSchedule(from, until, after, every, probability, times, seed);
  }

  public FaultSchedule withSeed(long seed) {
    return new FaultSchedule(from, until, after, every, probability, times, OptionalLong.of(seed));
  }
}
