package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Date and time. Units are 'second', 'millisecond', 'microsecond' and 'nanosecond'. */
final class TimeFunctions {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);
  private static final int MICROS_PER_MILLI = 1_000;

  /** A unit of time by its name in rules. */
  private enum Unit {
    SECOND(1, 0),
    MILLISECOND(1_000, 3),
    MICROSECOND(1_000_000, 6),
    NANOSECOND(1_000_000_000, 9);

    private final long perSecond;
    private final int digits;

    Unit(long perSecond, int digits) {
      this.perSecond = perSecond;
      this.digits = digits;
    }

    static Unit of(String name) throws EvaluationException {
      return switch (name) {
        case "second" -> SECOND;
        case "millisecond" -> MILLISECOND;
        case "microsecond" -> MICROSECOND;
        case "nanosecond" -> NANOSECOND;
        default ->
            throw new EvaluationException(
                "unit must be 'second', 'millisecond', 'microsecond' or 'nanosecond'");
      };
    }

    Instant instant(long timestamp) {
      long nanosPerUnit = 1_000_000_000 / perSecond;
      return Instant.ofEpochSecond(
          Math.floorDiv(timestamp, perSecond), Math.floorMod(timestamp, perSecond) * nanosPerUnit);
    }

    long timestamp(Instant instant) {
      long nanosPerUnit = 1_000_000_000 / perSecond;
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), perSecond),
          instant.getNano() / nanosPerUnit);
    }
  }

  private TimeFunctions() {}

  @RuleFunction("The time now since 1970, in seconds or the given unit.")
  @Example(value = "now_timestamp()", gives = "1700000000")
  static long nowTimestamp(CallScope scope) {
    return Math.floorDiv(scope.context().nowMillis(), MICROS_PER_MILLI);
  }

  @RuleFunction
  @Example(value = "now_timestamp('millisecond')", gives = "1700000000123")
  static long nowTimestamp(CallScope scope, String unit) throws EvaluationException {
    return Unit.of(unit).timestamp(Instant.ofEpochMilli(scope.context().nowMillis()));
  }

  @RuleFunction("The time now in the form of RFC 3339, to the second or the given unit.")
  @Example(value = "now_rfc3339()", gives = "\"2023-11-14T22:13:20+00:00\"")
  static String nowRfc3339(CallScope scope) throws EvaluationException {
    return nowRfc3339(scope, "second");
  }

  @RuleFunction
  @Example(value = "now_rfc3339('millisecond')", gives = "\"2023-11-14T22:13:20.123+00:00\"")
  static String nowRfc3339(CallScope scope, String unit) throws EvaluationException {
    return rfc3339(scope, Instant.ofEpochMilli(scope.context().nowMillis()), Unit.of(unit));
  }

  @RuleFunction("A time in seconds, or the given unit, since 1970 in the form of RFC 3339.")
  @Example(value = "unix_ts_to_rfc3339(1718035200)", gives = "\"2024-06-10T16:00:00+00:00\"")
  static String unixTsToRfc3339(CallScope scope, long timestamp) throws EvaluationException {
    return unixTsToRfc3339(scope, timestamp, "second");
  }

  @RuleFunction
  @Example(
      value = "unix_ts_to_rfc3339(1718035200123, 'millisecond')",
      gives = "\"2024-06-10T16:00:00.123+00:00\"")
  static String unixTsToRfc3339(CallScope scope, long timestamp, String unit)
      throws EvaluationException {
    Unit chosen = Unit.of(unit);
    try {
      return rfc3339(scope, chosen.instant(timestamp), chosen);
    } catch (DateTimeException _) {
      throw new EvaluationException(
          "unix_ts_to_rfc3339: the time is out of range; is the unit right?");
    }
  }

  private static String rfc3339(CallScope scope, Instant instant, Unit unit)
      throws EvaluationException {
    ZoneOffset offset = scope.context().zone().getRules().getOffset(instant);
    OffsetDateTime time = instant.atOffset(offset);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new EvaluationException("the time is out of range; is the unit right?");
    }
    String fraction =
        unit.digits == 0
            ? ""
            : "." + String.format(Locale.ROOT, "%09d", time.getNano()).substring(0, unit.digits);
    return SECONDS.format(time) + fraction + OFFSET.format(time);
  }
}
