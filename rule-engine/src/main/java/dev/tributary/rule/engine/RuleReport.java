package dev.tributary.rule.engine;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door through which a rule counts and tells what went wrong. Any thread. */
final class RuleReport {
  private static final Logger LOG = LoggerFactory.getLogger(RuleEngine.class);
  private static final long WARNING_INTERVAL_MILLIS = 10_000;

  private final String ruleId;
  private final RuleCounters counters;
  private final Throttle throttle;

  RuleReport(String ruleId, RuleCounters counters, InstantSource clock) {
    this.ruleId = ruleId;
    this.counters = counters;
    this.throttle = new Throttle(clock, 1, WARNING_INTERVAL_MILLIS);
  }

  String ruleId() {
    return ruleId;
  }

  RuleCounters counters() {
    return counters;
  }

  /** Whether the next warning would be written, for those whose text costs something. */
  boolean admitsWarning() {
    return throttle.admit();
  }

  /** Writes a warning that {@link #admitsWarning} has let through. */
  void admitted(String reason) {
    long suppressed = throttle.takeSuppressed();
    String more = suppressed == 0 ? "" : " (and " + suppressed + " warnings before, not written)";
    LOG.warn("Rule {}: {}{}", ruleId, reason, more);
  }

  void warn(String reason) {
    if (admitsWarning()) {
      admitted(reason);
    }
  }

  /** A failure of ours, not of the rule. */
  void warn(String what, Throwable cause) {
    if (admitsWarning()) {
      LOG.warn("Rule {}: {}", ruleId, what, cause);
    }
  }
}
