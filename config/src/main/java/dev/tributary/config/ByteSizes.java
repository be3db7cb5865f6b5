package dev.tributary.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 256MB}, {@code 64KB}, {@code 10B}, or an integer of bytes. */
public final class ByteSizes {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(b|kb|mb|gb|tb)");
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private ByteSizes() {}

  static long parse(Object raw) {
    if (raw instanceof String text) {
      Matcher size = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
      if (size.matches()) {
        return multiplied(Long.parseLong(size.group(1)), unit(size.group(2)));
      }
    }
    return Numbers.integer(raw);
  }

  /** The shortest way to write it. */
  public static String text(long bytes) {
    int unit = 0;
    long left = bytes;
    while (left > 0 && left % 1024 == 0 && unit < UNITS.length - 1) {
      left /= 1024;
      unit++;
    }
    return left + UNITS[unit];
  }

  private static long multiplied(long number, long unit) {
    if (number > Long.MAX_VALUE / unit) {
      throw new IllegalArgumentException("too large");
    }
    return number * unit;
  }

  private static long unit(String name) {
    long factor = 1;
    for (String unit : UNITS) {
      if (unit.toLowerCase(Locale.ROOT).equals(name)) {
        return factor;
      }
      factor *= 1024;
    }
    throw new IllegalArgumentException(name + " is no unit of size");
  }
}
