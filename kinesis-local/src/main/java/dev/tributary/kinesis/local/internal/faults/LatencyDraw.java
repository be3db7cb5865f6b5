package dev.tributary.kinesis.local.internal.faults;

import dev.tributary.kinesis.local.FaultLatency;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws from a distribution of latencies. */
final class LatencyDraw {
  /** What 1 % of the normal distribution is above of. */
  private static final double Z99 = 2.3263478740408408;

  private static final double NANOS_PER_MILLI = 1_000_000;

  private LatencyDraw() {}

  static Duration from(FaultLatency latency, RandomGenerator random) {
    double millis =
        switch (latency) {
          case FaultLatency.Fixed(double fixed) -> fixed;
          case FaultLatency.Uniform(double min, double max) ->
              min + (max - min) * random.nextDouble();
          case FaultLatency.Normal(double mean, double deviation) ->
              mean + deviation * random.nextGaussian();
          case FaultLatency.LogNormal(double median, double p99) ->
              median * Math.exp(Math.log(p99 / median) / Z99 * random.nextGaussian());
          case FaultLatency.Percentiles percentiles ->
              at(percentiles.millis(), 100 * random.nextDouble());
        };
    double bounded = Math.clamp(millis, 0, FaultLatency.MILLIS_MAX);
    return Duration.ofNanos(Math.round(bounded * NANOS_PER_MILLI));
  }

  /** A straight line between the percentiles beside it. */
  private static double at(NavigableMap<Double, Double> table, double percentile) {
    Map.@Nullable Entry<Double, Double> above = table.ceilingEntry(percentile);
    if (above == null) {
      return table.lastEntry().getValue();
    }
    Map.@Nullable Entry<Double, Double> below = table.lowerEntry(percentile);
    double from = below == null ? 0 : below.getKey();
    double base = below == null ? 0 : below.getValue();
    return base + (above.getValue() - base) * (percentile - from) / (above.getKey() - from);
  }
}
