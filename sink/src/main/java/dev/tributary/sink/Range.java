package dev.tributary.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses settings outside their range, naming the setting, the bad value and the range. */
final class Range {

  private Range() {}

  static void check(String setting, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; it must be " + min + " to " + max);
    }
  }

  static void check(String setting, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          setting + " is " + text(value) + "; it must be " + text(min) + " to " + text(max));
    }
  }

  static void checkUnlessInfinite(
      String setting, @Nullable Duration value, Duration min, Duration max) {
    if (value != null) {
      check(setting, value, min, max);
    }
  }

  private static String text(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
