package dev.tributary.kinesis.local.internal.faults;

import dev.tributary.kinesis.local.FaultLatency;

/** What a distribution of latencies may be. */
final class LatencyValidation {
  private static final int ENTRIES_MAX = 1000;

  private LatencyValidation() {}

  static void check(String field, FaultLatency latency) {
    switch (latency) {
      case FaultLatency.Fixed(double millis) -> time(field + ".fixed", millis);
      case FaultLatency.Uniform(double min, double max) -> {
        time(field + ".uniform", min);
        time(field + ".uniform", max);
        RuleValidation.require(
            min <= max, field + ".uniform", "%s to %s".formatted(min, max), "must not be falling");
      }
      case FaultLatency.Normal(double mean, double deviation) -> {
        time(field + ".normal.mean", mean);
        time(field + ".normal.deviation", deviation);
      }
      case FaultLatency.LogNormal(double median, double p99) -> {
        time(field + ".lognormal.median", median);
        time(field + ".lognormal.p99", p99);
        RuleValidation.require(
            median > 0 && p99 >= median,
            field + ".lognormal",
            "median %s, p99 %s".formatted(median, p99),
            "must have a median above 0 and a p99 that is not below it");
      }
      case FaultLatency.Percentiles percentiles -> percentiles(field, percentiles);
    }
  }

  private static void percentiles(String field, FaultLatency.Percentiles table) {
    String name = field + ".percentiles";
    RuleValidation.require(
        !table.millis().isEmpty() && table.millis().size() <= ENTRIES_MAX,
        name,
        table.millis().size() + " entries",
        "must be 1 to " + ENTRIES_MAX);
    double before = 0;
    for (var entry : table.millis().entrySet()) {
      double percentile = entry.getKey();
      RuleValidation.require(
          percentile > 0 && percentile <= 100, name, percentile, "must be above 0 to 100");
      time(name, entry.getValue());
      RuleValidation.require(
          entry.getValue() >= before, name, entry.getValue(), "must not fall with the percentile");
      before = entry.getValue();
    }
  }

  private static void time(String field, double millis) {
    RuleValidation.require(
        millis >= 0 && millis <= FaultLatency.MILLIS_MAX,
        field,
        millis,
        "must be 0 to %d (milliseconds)".formatted(FaultLatency.MILLIS_MAX));
  }
}
