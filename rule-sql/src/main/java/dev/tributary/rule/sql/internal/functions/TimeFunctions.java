package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Date and time. Units are 'second', 'millisecond', 'microsecond' and 'nanosecond'. */
final class TimeFunctions {
  private static final long YEAR_0 = -62_167_219_200L;
  private static final long YEAR_9999_END = 253_402_300_799L;

  private TimeFunctions() {}

  @RuleFunction(
      "The time now as a timestamp: seconds since 1970 in UTC, or the given unit: 'second', 'millisecond', 'microsecond' or 'nanosecond'.")
  @Example(value = "now_timestamp()", gives = "1700000000")
  static long nowTimestamp(CallScope scope) throws EvaluationException {
    return TimeUnit.SECOND.timestamp(now(scope));
  }

  @RuleFunction
  @Example(value = "now_timestamp('millisecond')", gives = "1700000000123")
  static long nowTimestamp(CallScope scope, String unit) throws EvaluationException {
    return TimeUnit.of("now_timestamp", unit).timestamp(now(scope));
  }

  @RuleFunction(
      "The time now in the form of RFC 3339 in the time zone of the node, to the second or the given unit.")
  @Example(value = "now_rfc3339()", gives = "\"2023-11-14T22:13:20+00:00\"")
  static String nowRfc3339(CallScope scope) throws EvaluationException {
    return nowRfc3339(scope, "second");
  }

  @RuleFunction
  @Example(value = "now_rfc3339('millisecond')", gives = "\"2023-11-14T22:13:20.123+00:00\"")
  static String nowRfc3339(CallScope scope, String unit) throws EvaluationException {
    return rfc3339(scope, now(scope), TimeUnit.of("now_rfc3339", unit));
  }

  @RuleFunction(
      "A timestamp in seconds, or the given unit, in the form of RFC 3339 in the time zone of the node, with as many decimals as the unit has."
          + " Years beyond 9999 are errors: a timestamp in milliseconds needs its unit.")
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
    TimeUnit chosen = TimeUnit.of("unix_ts_to_rfc3339", unit);
    return rfc3339(scope, instant("unix_ts_to_rfc3339", chosen, timestamp), chosen);
  }

  @RuleFunction(
      "A time in the form of RFC 3339 as a timestamp in seconds, or the given unit. It needs an offset: Z, or like +08:00."
          + " For seconds the fraction is dropped, for finer units it is rounded.")
  @Example(value = "rfc3339_to_unix_ts('2024-06-10T16:00:00Z')", gives = "1718035200")
  static long rfc3339ToUnixTs(String time) throws EvaluationException {
    return Rfc3339.read(time, TimeUnit.SECOND);
  }

  @RuleFunction
  @Example(
      value = "rfc3339_to_unix_ts('2024-06-10T16:00:00.25Z', 'millisecond')",
      gives = "1718035200250")
  static long rfc3339ToUnixTs(String time, String unit) throws EvaluationException {
    return Rfc3339.read(time, TimeUnit.of("rfc3339_to_unix_ts", unit));
  }

  @RuleFunction(
      "A timestamp in the unit (see now_timestamp), or the time now, in a format and at an offset from UTC: 'Z', 'local', like '+08:00',"
          + " or in seconds. The format knows %Y %m %d %H %M %S, %3N %6N %N for milliseconds to nanoseconds, and %z %:z %::z for"
          + " the offset (+0800, +08:00, +08:00:00); anything else stands for itself.")
  @Example(value = "format_date('second', '+08:00', '%Y-%m-%d')", gives = "\"2023-11-15\"")
  static String formatDate(
      CallScope scope, String unit, @Kind("string or integer") Value offset, DatePattern format)
      throws EvaluationException {
    long now = TimeUnit.of("format_date", unit).timestamp(now(scope));
    return formatDate(scope, unit, offset, format, now);
  }

  @RuleFunction
  @Example(
      value = "format_date('second', '+08:00', '%H:%M:%S%:z', 1718035200)",
      gives = "\"00:00:00+08:00\"")
  static String formatDate(
      CallScope scope,
      String unit,
      @Kind("string or integer") Value offset,
      DatePattern format,
      long timestamp)
      throws EvaluationException {
    long seconds = TimeOffset.seconds("format_date", scope, offset);
    Instant instant = instant("format_date", TimeUnit.of("format_date", unit), timestamp);
    LocalDateTime local = LocalDateTime.ofInstant(instant.plusSeconds(seconds), ZoneOffset.UTC);
    return format.write(local, seconds);
  }

  @RuleFunction(
      "A date in a format, see format_date, as a timestamp in the unit (see now_timestamp). The format needs all of %Y %m %d %H %M %S; other text in it"
          + " is skipped by its length, and what follows the date is ignored. The date is in UTC, or at the offset if one is given;"
          + " an offset in the date itself (%z) counts in addition.")
  @Example(
      value = "date_to_unix_ts('second', '%Y-%m-%d %H:%M:%S', '2024-06-10 16:00:00')",
      gives = "1718035200")
  static long dateToUnixTs(String unit, DatePattern format, String date)
      throws EvaluationException {
    return format.read(date).timestamp(TimeUnit.of("date_to_unix_ts", unit), 0);
  }

  @RuleFunction
  @Example(
      value = "date_to_unix_ts('second', '+08:00', '%Y-%m-%d %H:%M:%S', '2024-06-11 00:00:00')",
      gives = "1718035200")
  static long dateToUnixTs(
      CallScope scope,
      String unit,
      @Kind("string or integer") Value offset,
      DatePattern format,
      String date)
      throws EvaluationException {
    return format
        .read(date)
        .timestamp(
            TimeUnit.of("date_to_unix_ts", unit),
            TimeOffset.seconds("date_to_unix_ts", scope, offset));
  }

  @RuleFunction(
      "An offset from UTC in seconds: of 'Z', 'local' (the node's), '+08:00', '+0800' or '+08:00:30'; a number stays, undefined is 0.")
  @Example(value = "timezone_to_offset_seconds('+05:30')", gives = "19800")
  static long timezoneToOffsetSeconds(CallScope scope, @Kind("string or integer") Value offset)
      throws EvaluationException {
    return TimeOffset.seconds("timezone_to_offset_seconds", scope, offset);
  }

  @RuleFunction("The older name of timezone_to_offset_seconds.")
  @Example(value = "timezone_to_second('-0200')", gives = "-7200")
  static long timezoneToSecond(CallScope scope, @Kind("string or integer") Value offset)
      throws EvaluationException {
    return TimeOffset.seconds("timezone_to_second", scope, offset);
  }

  @RuleFunction(
      "A time as the text ISODate(...) that MongoDB's shell shows: now, or a timestamp in milliseconds or the given unit.")
  @Example(value = "mongo_date()", gives = "\"ISODate(2023-11-14T22:13:20.123Z)\"")
  static String mongoDate(CallScope scope) throws EvaluationException {
    return mongoDate(scope.context().nowMillis());
  }

  @RuleFunction
  @Example(value = "mongo_date(1718035200123)", gives = "\"ISODate(2024-06-10T16:00:00.123Z)\"")
  static String mongoDate(long timestamp) throws EvaluationException {
    return mongoDate(timestamp, "millisecond");
  }

  @RuleFunction
  @Example(
      value = "mongo_date(1718035200, 'second')",
      gives = "\"ISODate(2024-06-10T16:00:00.000Z)\"")
  static String mongoDate(long timestamp, String unit) throws EvaluationException {
    Instant instant = instant("mongo_date", TimeUnit.of("mongo_date", unit), timestamp);
    String written = Rfc3339.write(instant.atOffset(ZoneOffset.UTC), TimeUnit.MILLISECOND);
    return "ISODate(" + written.replace("+00:00", "Z") + ")";
  }

  private static Instant now(CallScope scope) {
    return Instant.ofEpochMilli(scope.context().nowMillis());
  }

  private static Instant instant(String function, TimeUnit unit, long timestamp)
      throws EvaluationException {
    long seconds = Math.floorDiv(timestamp, unit.perSecond());
    if (seconds < YEAR_0 || seconds > YEAR_9999_END) {
      throw new EvaluationException(
          function + ": timestamp is outside the years 0 to 9999; is its unit right?");
    }
    return unit.instant(timestamp);
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
