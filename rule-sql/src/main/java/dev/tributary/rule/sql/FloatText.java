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

  /** From here on floats have no fraction to be rounded. */
  private static final double EXACT_BELOW = 1L << 53;

  /** With more decimals half a unit is too small to be added. */
  private static final int ADDED_DECIMALS_MAX = 18;

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
    // Small enough that rounding gives the shortest digits back if they end before.
    if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5) {
      String shortest = Double.toString(value);
      if (shortest.length() - shortest.indexOf('.') - 1 <= DECIMALS) {
        return shortest;
      }
    }
    return fixed(value, DECIMALS);
  }

  /**
   * Fixed notation with at most so many decimals; trailing zeros are cut but for one. As in Erlang
   * half a unit of the last decimal is added in floating point, and what is then beyond it dropped:
   * so 0.15 is 0.2 with one decimal, although it is stored as slightly less.
   */
  public static String fixed(double value, int decimals) {
    double size = Math.abs(value);
    boolean isAdded = decimals <= ADDED_DECIMALS_MAX && size < EXACT_BELOW;
    BigDecimal rounded =
        isAdded
            ? new BigDecimal(size + 0.5 / Math.pow(10, decimals))
                .setScale(decimals, RoundingMode.DOWN)
            : new BigDecimal(size).setScale(decimals, RoundingMode.HALF_UP);
    String plain = rounded.toPlainString();
    int end = plain.length();
    while (decimals > 0 && plain.charAt(end - 1) == '0' && plain.charAt(end - 2) != '.') {
      end--;
    }
    return (value < 0 ? "-" : "") + plain.substring(0, end);
  }

  private static String withPoint(String plain) {
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
