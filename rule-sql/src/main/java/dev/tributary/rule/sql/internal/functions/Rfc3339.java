package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them. */
final class Rfc3339 {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?(Z|z|[+-]\\d\\d:\\d\\d)");
  private static final int NANO_DIGITS = 9;

  private Rfc3339() {}

  /** With as many decimals as the unit has. */
  static String write(OffsetDateTime time, TimeUnit unit) throws EvaluationException {
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new EvaluationException("the time is out of range; is the unit right?");
    }
    String nanos = String.format(Locale.ROOT, "%09d", time.getNano());
    return SECONDS.format(time)
        + (unit.digits() == 0 ? "" : "." + nanos.substring(0, unit.digits()))
        + OFFSET.format(time);
  }

  /**
   * The fraction is cut for seconds and rounded for finer units, as in the original; second 60 and
   * hour 24 are taken.
   */
  static long read(String text, TimeUnit unit) throws EvaluationException {
    Matcher matcher = TIME.matcher(text);
    if (text.length() > 100 || !matcher.matches()) {
      throw new EvaluationException(
          "rfc3339_to_unix_ts: time must be like 2024-06-10T16:00:00Z or 2024-06-10T16:00:00.5+08:00");
    }
    int hour = number(matcher, 4);
    int minute = number(matcher, 5);
    int second = number(matcher, 6);
    if (hour > 24 || minute > 59 || second > 60) {
      throw new EvaluationException("rfc3339_to_unix_ts: there is no such time of day");
    }
    try {
      long midnight =
          LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3))
              .atStartOfDay()
              .toEpochSecond(ZoneOffset.UTC);
      String zone = matcher.group(8);
      long offset = zone.equalsIgnoreCase("Z") ? 0 : TimeOffset.parsed("rfc3339_to_unix_ts", zone);
      return Math.addExact(
          unit.timestamp(midnight + hour * 3600L + minute * 60L + second - offset, 0),
          fraction(matcher.group(7), unit));
    } catch (DateTimeException _) {
      // The exception repeats the value, which does not belong into a log.
      throw new EvaluationException("rfc3339_to_unix_ts: there is no such date");
    }
  }

  private static long fraction(@org.jspecify.annotations.Nullable String digits, TimeUnit unit) {
    if (digits == null || unit == TimeUnit.SECOND) {
      return 0;
    }
    String padded = (digits + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
    return Math.round(
        Long.parseLong(padded) * (double) unit.perSecond() / TimeUnit.NANOSECOND.perSecond());
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
