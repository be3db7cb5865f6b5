package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A date format of rules, such as {@code %Y-%m-%d %H:%M:%S.%3N%:z}, for writing and reading. What
 * is no specifier stands for itself.
 */
final class DatePattern {
  /** Longest first, because one may start another. */
  private static final List<String> SPECIFIERS =
      List.of("%::z", "%:z", "%3N", "%6N", "%N", "%Y", "%m", "%d", "%H", "%M", "%S", "%z");

  private static final int PATTERN_CHARS_MAX = 1_000;

  private final List<String> parts;

  private DatePattern(List<String> parts) {
    this.parts = parts;
  }

  static DatePattern of(String pattern) throws EvaluationException {
    if (pattern.length() > PATTERN_CHARS_MAX) {
      throw new EvaluationException(
          "a date format has at most " + PATTERN_CHARS_MAX + " characters");
    }
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      String rest = pattern.substring(at);
      Optional<String> specifier = SPECIFIERS.stream().filter(rest::startsWith).findFirst();
      String part = specifier.orElseGet(() -> rest.substring(0, 1));
      parts.add(part);
      at += part.length();
    }
    return new DatePattern(parts);
  }

  String write(LocalDateTime time, long offset) {
    StringBuilder written = new StringBuilder();
    for (String part : parts) {
      written.append(
          switch (part) {
            case "%Y" -> digits(time.getYear(), 4);
            case "%m" -> digits(time.getMonthValue(), 2);
            case "%d" -> digits(time.getDayOfMonth(), 2);
            case "%H" -> digits(time.getHour(), 2);
            case "%M" -> digits(time.getMinute(), 2);
            case "%S" -> digits(time.getSecond(), 2);
            case "%3N" -> digits(time.getNano() / 1_000_000, 3);
            case "%6N" -> digits(time.getNano() / 1_000, 6);
            case "%N" -> digits(time.getNano(), 9);
            case "%z" -> TimeOffset.written(offset, "", false);
            case "%:z" -> TimeOffset.written(offset, ":", false);
            case "%::z" -> TimeOffset.written(offset, ":", true);
            default -> part;
          });
    }
    return written.toString();
  }

  /**
   * Reads a date; what follows it is ignored, and text between the specifiers counts by its length
   * only.
   */
  Fields read(String text) throws EvaluationException {
    Fields fields = new Fields();
    int at = 0;
    for (String part : parts) {
      if (at >= text.length()) {
        break;
      }
      int width = width(part);
      if (part.length() > 1) {
        fields.put(part, text.substring(at, Math.min(text.length(), at + width)), width);
      }
      at += width;
    }
    return fields;
  }

  private static int width(String part) {
    return switch (part) {
      case "%Y" -> 4;
      case "%m", "%d", "%H", "%M", "%S" -> 2;
      case "%3N" -> 3;
      case "%6N", "%:z" -> 6;
      case "%N", "%::z" -> 9;
      case "%z" -> 5;
      default -> 1;
    };
  }

  private static String digits(int number, int width) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** What was read of a date. */
  static final class Fields {
    private int year = -1;
    private int month = -1;
    private int day = -1;
    private int hour = -1;
    private int minute = -1;
    private int second = -1;
    private int nanos;
    private long offset;

    private void put(String specifier, String text, int width) throws EvaluationException {
      if (specifier.endsWith("z")) {
        offset = TimeOffset.parsed("date_to_unix_ts", text);
        return;
      }
      if (text.length() != width || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new EvaluationException(
            "date_to_unix_ts: the date does not have digits where the format has " + specifier);
      }
      int number = Integer.parseInt(text);
      switch (specifier) {
        case "%Y" -> year = number;
        case "%m" -> month = number;
        case "%d" -> day = number;
        case "%H" -> hour = number;
        case "%M" -> minute = number;
        case "%S" -> second = number;
        case "%3N" -> nanos = number * 1_000_000;
        case "%6N" -> nanos = number * 1_000;
        default -> nanos = number;
      }
    }

    /** Hours beyond 23 roll over into the next day. */
    long timestamp(TimeUnit unit, long furtherOffset) throws EvaluationException {
      if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) {
        throw new EvaluationException("date_to_unix_ts: the date needs all of %Y %m %d %H %M %S");
      }
      try {
        long midnight = LocalDate.of(year, month, day).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        return unit.timestamp(
            midnight + hour * 3600L + minute * 60L + second - offset - furtherOffset, nanos);
      } catch (DateTimeException _) {
        // The exception repeats the value, which does not belong into a log.
        throw new EvaluationException("date_to_unix_ts: there is no such date");
      }
    }
  }
}
