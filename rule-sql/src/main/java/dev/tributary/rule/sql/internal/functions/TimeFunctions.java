package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Date and time. Units are 'second', 'millisecond', 'microsecond' and 'nanosecond'. */
final class TimeFunctions {
  private TimeFunctions() {}

  @RuleFunction("The time now since 1970, in seconds or the given unit.")
  @Example(value = "now_timestamp()", gives = "1700000000")
  static long nowTimestamp(CallScope scope) throws EvaluationException {
    return TimeUnit.SECOND.timestamp(now(scope));
  }

  @RuleFunction
  @Example(value = "now_timestamp('millisecond')", gives = "1700000000123")
  static long nowTimestamp(CallScope scope, String unit) throws EvaluationException {
    return TimeUnit.of(unit).timestamp(now(scope));
  }

  @RuleFunction("The time now in the form of RFC 3339, to the second or the given unit.")
  @Example(value = "now_rfc3339()", gives = "\"2023-11-14T22:13:20+00:00\"")
  static String nowRfc3339(CallScope scope) throws EvaluationException {
    return nowRfc3339(scope, "second");
  }

  @RuleFunction
  @Example(value = "now_rfc3339('millisecond')", gives = "\"2023-11-14T22:13:20.123+00:00\"")
  static String nowRfc3339(CallScope scope, String unit) throws EvaluationException {
    return rfc3339(scope, now(scope), TimeUnit.of(unit));
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
    TimeUnit chosen = TimeUnit.of(unit);
    return rfc3339(scope, instant(chosen, timestamp), chosen);
  }

  @RuleFunction("A time in the form of RFC 3339 as seconds, or the given unit, since 1970.")
  @Example(value = "rfc3339_to_unix_ts('2024-06-10T16:00:00Z')", gives = "1718035200")
  static long rfc3339ToUnixTs(String time) throws EvaluationException {
    return Rfc3339.read(time, TimeUnit.SECOND);
  }

  @RuleFunction
  @Example(
      value = "rfc3339_to_unix_ts('2024-06-10T16:00:00.25Z', 'millisecond')",
      gives = "1718035200250")
  static long rfc3339ToUnixTs(String time, String unit) throws EvaluationException {
    return Rfc3339.read(time, TimeUnit.of(unit));
  }

  @RuleFunction(
      "The time now, or a timestamp in the given unit, in a format and at an offset from UTC. The format knows"
          + " %Y %m %d %H %M %S, %3N %6N %N for fractions, and %z %:z %::z for the offset.")
  @Example(value = "format_date('second', '+08:00', '%Y-%m-%d')", gives = "\"2023-11-15\"")
  static String formatDate(CallScope scope, String unit, Value offset, String format)
      throws EvaluationException {
    return formatDate(scope, unit, offset, format, nowTimestamp(scope, unit));
  }

  @RuleFunction
  @Example(
      value = "format_date('second', '+08:00', '%H:%M:%S%:z', 1718035200)",
      gives = "\"00:00:00+08:00\"")
  static String formatDate(
      CallScope scope, String unit, Value offset, String format, long timestamp)
      throws EvaluationException {
    long seconds = TimeOffset.seconds(scope, offset);
    Instant instant = instant(TimeUnit.of(unit), timestamp);
    LocalDateTime local = LocalDateTime.ofInstant(instant.plusSeconds(seconds), ZoneOffset.UTC);
    return DatePattern.of(format).write(local, seconds);
  }

  @RuleFunction(
      "A date in a format, see format_date, as a timestamp in the unit; at an offset from UTC if given.")
  @Example(
      value = "date_to_unix_ts('second', '%Y-%m-%d %H:%M:%S', '2024-06-10 16:00:00')",
      gives = "1718035200")
  static long dateToUnixTs(String unit, String format, String date) throws EvaluationException {
    return DatePattern.of(format).read(date).timestamp(TimeUnit.of(unit), 0);
  }

  @RuleFunction
  @Example(
      value = "date_to_unix_ts('second', '+08:00', '%Y-%m-%d %H:%M:%S', '2024-06-11 00:00:00')",
      gives = "1718035200")
  static long dateToUnixTs(CallScope scope, String unit, Value offset, String format, String date)
      throws EvaluationException {
    return DatePattern.of(format)
        .read(date)
        .timestamp(TimeUnit.of(unit), TimeOffset.seconds(scope, offset));
  }

  @RuleFunction("An offset from UTC in seconds.")
  @Example(value = "timezone_to_offset_seconds('+05:30')", gives = "19800")
  static long timezoneToOffsetSeconds(CallScope scope, Value offset) throws EvaluationException {
    return TimeOffset.seconds(scope, offset);
  }

  @RuleFunction("The older name of timezone_to_offset_seconds.")
  @Example(value = "timezone_to_second('-0200')", gives = "-7200")
  static long timezoneToSecond(CallScope scope, Value offset) throws EvaluationException {
    return TimeOffset.seconds(scope, offset);
  }

  private static Instant now(CallScope scope) {
    return Instant.ofEpochMilli(scope.context().nowMillis());
  }

  private static Instant instant(TimeUnit unit, long timestamp) throws EvaluationException {
    Instant instant = unit.instant(timestamp);
    if (Math.abs(instant.getEpochSecond()) > 253_402_300_799L) {
      throw new EvaluationException("the time is out of range; is the unit right?");
    }
    return instant;
  }

  private static String rfc3339(CallScope scope, Instant instant, TimeUnit unit)
      throws EvaluationException {
    try {
      return Rfc3339.write(
          instant.atOffset(scope.context().zone().getRules().getOffset(instant)), unit);
    } catch (DateTimeException e) {
      throw new EvaluationException("the time is out of range: " + e.getMessage());
    }
  }
}
