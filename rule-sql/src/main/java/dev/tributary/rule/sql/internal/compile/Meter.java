package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.SqlLimits;

/** What one evaluation has used of its limits. */
final class Meter {
  private final SqlLimits limits;
  private int steps;
  private long bytes;

  Meter(SqlLimits limits) {
    this.limits = limits;
  }

  void step() throws EvaluationException {
    if (++steps > limits.steps()) {
      throw new EvaluationException(
          "the rule needs more than " + limits.steps() + " steps for one message");
    }
  }

  void make(long size) throws EvaluationException {
    bytes += size;
    if (bytes > limits.valueBytes()) {
      throw new EvaluationException(
          "the rule makes more than " + limits.valueBytes() + " bytes of values for one message");
    }
  }
}
