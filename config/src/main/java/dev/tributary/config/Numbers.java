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
      case String text -> Long.parseLong(text.trim());
      case Number number -> exact(number);
      default -> throw new IllegalArgumentException("not a number");
    };
  }

  static double decimal(Object raw) {
    return switch (raw) {
      case Number number -> number.doubleValue();
      case String text -> Double.parseDouble(text.trim());
      default -> throw new IllegalArgumentException("not a number");
    };
  }

  private static long exact(Number number) {
    try {
      return new BigDecimal(number.toString()).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not an integer", e);
    }
  }
}
