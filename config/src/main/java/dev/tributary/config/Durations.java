package dev.tributary.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 15s}, {@code 100ms}, {@code 1h30m}, or an integer of
 * milliseconds.
 */
public final class Durations {

  private static final Pattern PART = Pattern.compile("(\\d{1,15})(ms|s|m|h|d|w)");
  private static final Pattern WHOLE = Pattern.compile("(\\d{1,15}(ms|s|m|h|d|w))+");

  private Durations() {}

  /** The duration. */
  static Duration parse(Object raw) {
    if (raw instanceof Number) {
      return Duration.ofMillis(Numbers.integer(raw));
    }
    String text = String.valueOf(raw).trim().toLowerCase(Locale.ROOT);
    if (!WHOLE.matcher(text).matches()) {
      return Duration.ofMillis(Numbers.integer(text));
    }
    Matcher parts = PART.matcher(text);
    Duration sum = Duration.ZERO;
    while (parts.find()) {
      sum = sum.plus(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))));
    }
    return sum;
  }

  /** The shortest way to write it. */
  public static String text(Duration duration) {
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      long millis = unit(unit).toMillis();
      if (!duration.isZero() && duration.toMillis() % millis == 0) {
        return duration.toMillis() / millis + unit;
      }
    }
    return duration.toMillis() + "ms";
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      case "w" -> Duration.ofDays(7);
      default -> throw new IllegalArgumentException(name + " is no unit of time");
    };
  }
}
