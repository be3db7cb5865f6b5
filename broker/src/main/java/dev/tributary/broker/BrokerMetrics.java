package dev.tributary.broker;

import java.util.Map;

/** Counters since the start, and gauges, by the original's names ({@code messages.received}). */
@FunctionalInterface
public interface BrokerMetrics {

  /** Sorted by name. Each figure is exact; figures that move meanwhile are not of one instant. */
  Map<String, Long> snapshot();
}
