package dev.tributary.kinesis.local;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How long answers are held back, in milliseconds; never longer than ten minutes. Immutable. */
public sealed interface FaultLatency {
  /** What is longer is cut to this. */
  long MILLIS_MAX = 600_000;

  record Fixed(double millis) implements FaultLatency {}

  /** Every time between the two is as likely as every other. */
  record Uniform(double minMillis, double maxMillis) implements FaultLatency {}

  /** Below zero is zero. */
  record Normal(double meanMillis, double deviationMillis) implements FaultLatency {}

  /**
   * The long tail of real services.
   *
   * @param medianMillis half of the answers are faster
   * @param p99Millis one in a hundred is slower
   */
  record LogNormal(double medianMillis, double p99Millis) implements FaultLatency {}

  /**
   * As measured elsewhere.
   *
   * @param millis by percentile, above 0 to 100; straight lines between them, from 0 ms at
   *     percentile 0, and nothing above the highest
   */
  record Percentiles(NavigableMap<Double, Double> millis) implements FaultLatency {
    public Percentiles(Map<Double, Double> millis) {
      this(new TreeMap<>(millis));
    }

    public Percentiles {
      millis = Collections.unmodifiableNavigableMap(new TreeMap<>(millis));
    }
  }
}
