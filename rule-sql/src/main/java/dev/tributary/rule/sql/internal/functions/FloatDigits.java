package dev.tributary.rule.sql.internal.functions;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floats as the directives of sprintf write them, which is how Erlang does. */
final class FloatDigits {
  /** Erlang rounds from the first 21 significant digits of a float, not from its exact value. */
  private static final MathContext SEEN = new MathContext(21, RoundingMode.HALF_EVEN);

  /** From here on integers are not exact, and the shortest form is always scientific. */
  private static final double EXACT_BELOW = 1L << 53;

  private FloatDigits() {}

  /** So many decimals: {@code 3.141590}. */
  static String fixed(double value, int decimals) {
    return sign(value) + seen(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  /** One digit before the point, so many digits in all: {@code 1.23457e+4}. */
  static String scientific(double value, int digits) {
    BigDecimal rounded = seen(value).round(new MathContext(digits, RoundingMode.HALF_UP));
    String all = rounded.unscaledValue().toString();
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String padded = all + "0".repeat(Math.max(0, digits - all.length()));
    return sign(value)
        + padded.charAt(0)
        + "."
        + padded.substring(1, digits)
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }

  /** Fixed from 0.1 to 10,000 if the digits suffice, else scientific. */
  static String general(double value, int digits) {
    int exponent = generalExponent(Math.abs(value));
    if ((digits <= 1 && exponent == -1) || (exponent >= -1 && digits - 1 > exponent)) {
      return fixed(value, digits - 1 - exponent);
    }
    return scientific(value, Math.max(2, digits));
  }

  /** The shortest text that reads back as the same float, scientific only if that is shorter. */
  static String shortest(double value) {
    if (value == 0) {
      return Double.compare(value, 0.0) < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = exact.unscaledValue().toString();
    int exponent = exact.precision() - exact.scale() - 1;
    String scientific =
        digits.charAt(0) + "." + (digits.length() > 1 ? digits.substring(1) : "0") + "e" + exponent;
    if (Math.abs(value) >= EXACT_BELOW) {
      return sign(value) + scientific;
    }
    String plain = exact.scale() <= 0 ? exact.toPlainString() + ".0" : exact.toPlainString();
    return sign(value) + (plain.length() <= scientific.length() ? plain : scientific);
  }

  private static int generalExponent(double size) {
    if (size < 0.1 || size >= 10_000) {
      return -2;
    }
    return size < 1 ? -1 : size < 10 ? 0 : size < 100 ? 1 : size < 1_000 ? 2 : 3;
  }

  private static BigDecimal seen(double value) {
    return new BigDecimal(Math.abs(value)).round(SEEN);
  }

  private static String sign(double value) {
    return value < 0 ? "-" : "";
  }
}
