package dev.tributary.rule.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How floats are written: in JSON in their shortest form, elsewhere in fixed notation. */
public final class FloatText {
  /** Decimals of {@link #fixed(double)}. */
  private static final int DECIMALS = 10;

  /** JSON keeps fixed notation below this power of ten, as ECMAScript does. */
  private static final int FIXED_BELOW_EXPONENT = 21;

  private static final int FIXED_ABOVE_EXPONENT = -7;

  private FloatText() {}

  /**
   * The shortest digits that read back as the same float: {@code 21.5}, {@code 100000.0}, {@code
   * 1e-7}, {@code 1e+22}.
   */
  static String shortest(double value) {
    double size = Math.abs(value);
    if (size >= 1e-3 && size < 1e7) {
      return Double.toString(value);
    }
    if (size == 0) {
      return "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent > FIXED_ABOVE_EXPONENT && exponent < FIXED_BELOW_EXPONENT) {
      return withPoint(exact.toPlainString());
    }
    String digits = exact.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }

  /**
   * Fixed notation with at most ten decimals and at least one: {@code 21.0}, {@code 0.3333333333},
   * {@code 0.0} for 1.5e-12.
   */
  public static String fixed(double value) {
    // Small enough that the shortest digits and the exact ones agree in the tenth decimal.
    if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5) {
      String shortest = Double.toString(value);
      if (shortest.length() - shortest.indexOf('.') - 1 <= DECIMALS) {
        return shortest;
      }
    }
    return fixed(value, DECIMALS);
  }

  /**
   * Fixed notation with at most so many decimals, half away from zero; trailing zeros are cut but
   * for one.
   */
  public static String fixed(double value, int decimals) {
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP);
    if (decimals == 0) {
      return rounded.toPlainString();
    }
    String plain =
        rounded.signum() == 0 && value < 0
            ? "-" + rounded.toPlainString()
            : rounded.toPlainString();
    int end = plain.length();
    while (plain.charAt(end - 1) == '0' && plain.charAt(end - 2) != '.') {
      end--;
    }
    return plain.substring(0, end);
  }

  private static String withPoint(String plain) {
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
