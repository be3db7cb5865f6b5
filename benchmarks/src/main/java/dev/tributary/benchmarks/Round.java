package dev.tributary.benchmarks;

import java.time.Duration;
import java.util.Map;

/**
 * One round of one subject.
 *
 * @param took from the first publish until everything was acknowledged and delivered
 * @param cpu of the measured process in that time
 * @param others further numbers by name, such as CPU of the load per message
 */
record Round(long messages, Duration took, Duration cpu, Map<String, Double> others) {

  double perSecond() {
    return messages / (took.toNanos() / 1e9);
  }

  double cpuMicros() {
    return cpu.toNanos() / 1000.0 / messages;
  }
}
