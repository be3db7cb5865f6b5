package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.time.Instant;

/** A unit of time by its name in rules. */
enum TimeUnit {
  SECOND(1, 0),
  MILLISECOND(1_000, 3),
  MICROSECOND(1_000_000, 6),
  NANOSECOND(1_000_000_000, 9);

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long perSecond;
  private final int digits;

  TimeUnit(long perSecond, int digits) {
    this.perSecond = perSecond;
    this.digits = digits;
  }

  static TimeUnit of(String function, String name) throws EvaluationException {
    return switch (name) {
      case "second" -> SECOND;
      case "millisecond" -> MILLISECOND;
      case "microsecond" -> MICROSECOND;
      case "nanosecond" -> NANOSECOND;
      default ->
          throw new EvaluationException(
              function + ": unit must be 'second', 'millisecond', 'microsecond' or 'nanosecond'");
    };
  }

  /** Decimals of a second that the unit can tell. */
  int digits() {
    return digits;
  }

  long perSecond() {
    return perSecond;
  }

  Instant instant(long timestamp) {
    return Instant.ofEpochSecond(
        Math.floorDiv(timestamp, perSecond),
        Math.floorMod(timestamp, perSecond) * (NANOS_PER_SECOND / perSecond));
  }

  /** Cut to the unit, downwards. */
  long timestamp(Instant instant) throws EvaluationException {
    return timestamp(instant.getEpochSecond(), instant.getNano());
  }

  long timestamp(long seconds, long nanos) throws EvaluationException {
    try {
      return Math.addExact(
          Math.multiplyExact(seconds, perSecond), nanos / (NANOS_PER_SECOND / perSecond));
    } catch (ArithmeticException _) {
      throw new EvaluationException("the time is out of range");
    }
  }
}
