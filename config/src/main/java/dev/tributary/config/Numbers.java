package dev.tributary.config;

import java.math.BigDecimal;

/** Numbers that may be written as text. */
final class Numbers {

  private Numbers() {}

  /**
   * The integer; throws {@link IllegalArgumentException} for anything else, a fraction included.
   */
  static long integer(Object raw) {
    return switch (raw) {
      case Integer number -> number.longValue();
      case Long number -> number;
      case String text -> parsed(text);
      case Number number -> exact(number);
      default -> throw new IllegalArgumentException("not a number");
    };
  }

  static double decimal(Object raw) {
    return switch (raw) {
      case Number number -> number.doubleValue();
      case String text -> parsedDecimal(text);
      default -> throw new IllegalArgumentException("not a number");
    };
  }

  private static long parsed(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an integer", e);
    }
  }

  private static double parsedDecimal(String text) {
    try {
      return Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
  }

  private static long exact(Number number) {
    try {
      return new BigDecimal(number.toString()).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not an integer", e);
    }
  }
}
