package dev.tributary.rule.sql.internal.value;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Arithmetic of the language: integers never overflow, floats never become infinite or NaN. */
public final class Numbers {
  /** No integer gets longer than this, whatever is multiplied with what. */
  private static final int BITS_MAX = 1 << 16;

  private static final int TEXT_CHARS_MAX = 1000;

  private Numbers() {}

  public static boolean isNumber(Value value) {
    return switch (value) {
      case Value.Int _, Value.BigInt _, Value.Float _ -> true;
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Text _,
          Value.Array _,
          Value.Map _ ->
          false;
    };
  }

  public static Value add(Value left, Value right) throws EvaluationException {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      long sum = a + b;
      return ((a ^ sum) & (b ^ sum)) < 0
          ? Value.of(big(left, "+").add(big(right, "+")))
          : Value.of(sum);
    }
    return anyFloat(left, right)
        ? finite(real(left, "+") + real(right, "+"), "+")
        : Value.of(big(left, "+").add(big(right, "+")));
  }

  public static Value subtract(Value left, Value right) throws EvaluationException {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      long difference = a - b;
      return ((a ^ b) & (a ^ difference)) < 0
          ? Value.of(big(left, "-").subtract(big(right, "-")))
          : Value.of(difference);
    }
    return anyFloat(left, right)
        ? finite(real(left, "-") - real(right, "-"), "-")
        : Value.of(big(left, "-").subtract(big(right, "-")));
  }

  public static Value multiply(Value left, Value right) throws EvaluationException {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      long high = Math.multiplyHigh(a, b);
      long low = a * b;
      if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
        return Value.of(low);
      }
    }
    if (anyFloat(left, right)) {
      return finite(real(left, "*") * real(right, "*"), "*");
    }
    BigInteger a = big(left, "*");
    BigInteger b = big(right, "*");
    if (a.bitLength() + b.bitLength() > BITS_MAX) {
      throw new EvaluationException(
          "the product of two integers is longer than " + BITS_MAX + " bits");
    }
    return Value.of(a.multiply(b));
  }

  /** Always a float. */
  public static Value divide(Value left, Value right) throws EvaluationException {
    double divisor = real(right, "/");
    double dividend = real(left, "/");
    if (divisor == 0) {
      throw new EvaluationException("division by zero");
    }
    return finite(dividend / divisor, "/");
  }

  /** Integers only, truncating towards zero. */
  public static Value div(Value left, Value right) throws EvaluationException {
    if (left instanceof Value.Int(long a)
        && right instanceof Value.Int(long b)
        && b != 0
        && b != -1) {
      return Value.of(a / b);
    }
    return Value.of(integer(left, "div").divide(nonZero(integer(right, "div"))));
  }

  /** Integers only; the sign is the dividend's. */
  public static Value mod(Value left, Value right) throws EvaluationException {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b) && b != 0) {
      return Value.of(a % b);
    }
    return Value.of(integer(left, "mod").remainder(nonZero(integer(right, "mod"))));
  }

  public static Value negate(Value value) throws EvaluationException {
    return switch (value) {
      case Value.Int(long number) when number != Long.MIN_VALUE -> Value.of(-number);
      case Value.Float(double number) -> Value.of(-number);
      default -> Value.of(big(value, "-").negate());
    };
  }

  /** The value as a float, whatever kind of number it is. */
  public static double real(Value value, String operator) throws EvaluationException {
    return switch (value) {
      case Value.Int(long number) -> number;
      case Value.Float(double number) -> number;
      case Value.BigInt(BigInteger number) -> finite(number.doubleValue(), operator).value();
      default -> throw notNumber(value, operator);
    };
  }

  public static Value.Float finite(double result, String operator) throws EvaluationException {
    if (!Double.isFinite(result)) {
      throw new EvaluationException("the result of " + operator + " is not a finite number");
    }
    return Value.of(result);
  }

  /** The integer as one of any size. */
  public static BigInteger integer(Value value, String operator) throws EvaluationException {
    return switch (value) {
      case Value.Int(long number) -> BigInteger.valueOf(number);
      case Value.BigInt(BigInteger number) -> number;
      default ->
          throw new EvaluationException(operator + " takes integers, not " + Kinds.describe(value));
    };
  }

  /**
   * The number that a text spells: an integer, or digits on both sides of a point with an optional
   * exponent. Nothing else is a number.
   */
  public static Optional<Value> parse(String text) {
    int length = text.length();
    if (length == 0 || length > TEXT_CHARS_MAX) {
      return Optional.empty();
    }
    int digits = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int whole = skipDigits(text, digits);
    if (whole == digits) {
      return Optional.empty();
    }
    if (whole == length) {
      return Optional.of(
          length < 19 ? Value.of(Long.parseLong(text)) : Value.of(new BigInteger(text)));
    }
    int fraction = text.charAt(whole) == '.' ? skipDigits(text, whole + 1) : 0;
    if (fraction <= whole + 1 || (fraction < length && !isExponent(text, fraction))) {
      return Optional.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Optional.of(Value.of(value)) : Optional.empty();
  }

  /** Compares exactly, also integers too large for a float with floats. */
  public static int compare(Value left, Value right) {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      return Long.compare(a, b);
    }
    if (left instanceof Value.Float(double a) && right instanceof Value.Float(double b)) {
      return a < b ? -1 : (a > b ? 1 : 0);
    }
    if (left instanceof Value.Float(double a) && right instanceof Value.Int(long b) && isExact(b)) {
      return a < b ? -1 : (a > b ? 1 : 0);
    }
    if (left instanceof Value.Int(long a) && right instanceof Value.Float(double b) && isExact(a)) {
      return a < b ? -1 : (a > b ? 1 : 0);
    }
    return decimal(left).compareTo(decimal(right));
  }

  private static boolean isExact(long value) {
    return Math.abs(value) <= 1L << 53;
  }

  private static BigDecimal decimal(Value value) {
    return switch (value) {
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.BigInt(BigInteger number) -> new BigDecimal(number);
      case Value.Float(double number) -> new BigDecimal(number);
      default -> throw new IllegalArgumentException("not a number: " + value);
    };
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean isExponent(String text, int from) {
    if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
      return false;
    }
    boolean signed =
        from + 1 < text.length() && (text.charAt(from + 1) == '-' || text.charAt(from + 1) == '+');
    int digits = from + (signed ? 2 : 1);
    int end = skipDigits(text, digits);
    return end > digits && end == text.length();
  }

  private static boolean anyFloat(Value left, Value right) {
    return left instanceof Value.Float || right instanceof Value.Float;
  }

  private static BigInteger big(Value value, String operator) throws EvaluationException {
    return switch (value) {
      case Value.Int(long number) -> BigInteger.valueOf(number);
      case Value.BigInt(BigInteger number) -> number;
      default -> throw notNumber(value, operator);
    };
  }

  private static BigInteger nonZero(BigInteger divisor) throws EvaluationException {
    if (divisor.signum() == 0) {
      throw new EvaluationException("division by zero");
    }
    return divisor;
  }

  private static EvaluationException notNumber(Value value, String operator) {
    return new EvaluationException(operator + " takes numbers, not " + Kinds.describe(value));
  }
}
