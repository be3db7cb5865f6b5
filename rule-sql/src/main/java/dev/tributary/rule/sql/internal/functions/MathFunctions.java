package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.syntax.Node.Comparator;
import dev.tributary.rule.sql.internal.value.Comparison;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Mathematics. A result that is no finite number is an error. */
final class MathFunctions {
  private static final double LN_2 = Math.log(2);
  private static final double SQRT_2 = Math.sqrt(2);

  private MathFunctions() {}

  @RuleFunction("The absolute value of an integer or float.")
  @Example(value = "abs(-12)", gives = "12")
  @Example(value = "abs(-1.5)", gives = "1.5")
  @Kind("number")
  static Value abs(@Kind("number") Value number) throws EvaluationException {
    return switch (number) {
      case Value.Float(double value) -> Value.of(Math.abs(value));
      case Value.Int(long value) when value >= 0 -> number;
      case Value.Int _, Value.BigInt _ ->
          Value.of(Arguments.anyInteger("abs: number", number).abs());
      default -> throw Arguments.wrong("abs: number", "a number", number);
    };
  }

  @RuleFunction("The smallest integer that is not less than the number.")
  @Example(value = "ceil(0.8)", gives = "1")
  static BigInteger ceil(@Kind("number") Value number) throws EvaluationException {
    return rounded("ceil", number, RoundingMode.CEILING);
  }

  @RuleFunction("The largest integer that is not greater than the number.")
  @Example(value = "floor(3.6)", gives = "3")
  static BigInteger floor(@Kind("number") Value number) throws EvaluationException {
    return rounded("floor", number, RoundingMode.FLOOR);
  }

  @RuleFunction("The nearest integer; halves go away from zero.")
  @Example(value = "round(2.5)", gives = "3")
  @Example(value = "round(-2.5)", gives = "-3")
  static BigInteger round(@Kind("number") Value number) throws EvaluationException {
    return rounded("round", number, RoundingMode.HALF_UP);
  }

  @RuleFunction("The square root, always a float; a negative number is an error.")
  @Example(value = "sqrt(9)", gives = "3.0")
  static double sqrt(double number) {
    return Math.sqrt(number);
  }

  @RuleFunction(
      "The base to the power of the exponent, always a float; too large a result is an error.")
  @Example(value = "power(2, 3)", gives = "8.0")
  static double power(double base, double exponent) {
    return Math.pow(base, exponent);
  }

  @RuleFunction(
      "The remainder of a division of floats; its sign is the dividend's. A divisor of zero is an error.")
  @Example(value = "fmod(7.5, 2)", gives = "1.5")
  static double fmod(double dividend, double divisor) {
    return dividend % divisor;
  }

  @RuleFunction(
      "The remainder of a division of integers; its sign is the dividend's. Floats and a divisor of zero are errors.")
  @Example(value = "mod(-7, 3)", gives = "-1")
  @Kind("integer")
  static Value mod(@Kind("integer") Value dividend, @Kind("integer") Value divisor)
      throws EvaluationException {
    checkDivisor("mod", divisor);
    return Numbers.mod(dividend, divisor);
  }

  @RuleFunction(
      "The quotient of two integers, cut towards zero. Floats and a divisor of zero are errors.")
  @Example(value = "div(-7, 2)", gives = "-3")
  @Kind("integer")
  static Value div(@Kind("integer") Value dividend, @Kind("integer") Value divisor)
      throws EvaluationException {
    checkDivisor("div", divisor);
    return Numbers.div(dividend, divisor);
  }

  @RuleFunction("Whether two values are equal, as the operator = sees it.")
  @Example(value = "eq(1, 1.0)", gives = "true")
  static boolean eq(@Whole Value left, @Whole Value right) throws EvaluationException {
    try {
      return Comparison.test(Comparator.EQ, left, right);
    } catch (EvaluationException e) {
      throw new EvaluationException("eq: " + e.getMessage());
    }
  }

  @RuleFunction("e to the power of the number; too large a result is an error.")
  @Example(value = "exp(0)", gives = "1.0")
  static double exp(double number) {
    return Math.exp(number);
  }

  @RuleFunction("The natural logarithm; zero and negative numbers are errors.")
  @Example(value = "log(1)", gives = "0.0")
  static double log(double number) {
    return Math.log(number);
  }

  @RuleFunction("The logarithm to base 10; zero and negative numbers are errors.")
  @Example(value = "log10(1000)", gives = "3.0")
  static double log10(double number) {
    return Math.log10(number);
  }

  @RuleFunction("The logarithm to base 2; zero and negative numbers are errors.")
  @Example(value = "log2(8)", gives = "3.0")
  static double log2(double number) {
    int exponent = Math.getExponent(number);
    if (!(number > 0) || exponent < Double.MIN_EXPONENT) {
      return Math.log(number) / LN_2;
    }
    double mantissa = Math.scalb(number, -exponent);
    // Near 1 the logarithm of the mantissa is small, and so is its error.
    return mantissa > SQRT_2
        ? exponent + 1 + Math.log(mantissa / 2) / LN_2
        : exponent + Math.log(mantissa) / LN_2;
  }

  @RuleFunction("The sine of an angle in radians.")
  @Example(value = "sin(0)", gives = "0.0")
  static double sin(double angle) {
    return Math.sin(angle);
  }

  @RuleFunction("The cosine of an angle in radians.")
  @Example(value = "cos(0)", gives = "1.0")
  static double cos(double angle) {
    return Math.cos(angle);
  }

  @RuleFunction("The tangent of an angle in radians.")
  @Example(value = "tan(0)", gives = "0.0")
  static double tan(double angle) {
    return Math.tan(angle);
  }

  @RuleFunction("The angle in radians that has this sine; outside -1 to 1 an error.")
  @Example(value = "asin(0)", gives = "0.0")
  static double asin(double number) {
    return Math.asin(number);
  }

  @RuleFunction("The angle in radians that has this cosine; outside -1 to 1 an error.")
  @Example(value = "acos(1)", gives = "0.0")
  static double acos(double number) {
    return Math.acos(number);
  }

  @RuleFunction("The angle in radians that has this tangent.")
  @Example(value = "atan(0)", gives = "0.0")
  static double atan(double number) {
    return Math.atan(number);
  }

  @RuleFunction("The hyperbolic sine.")
  @Example(value = "sinh(0)", gives = "0.0")
  static double sinh(double number) {
    return Math.sinh(number);
  }

  @RuleFunction("The hyperbolic cosine.")
  @Example(value = "cosh(0)", gives = "1.0")
  static double cosh(double number) {
    return Math.cosh(number);
  }

  @RuleFunction("The hyperbolic tangent.")
  @Example(value = "tanh(0)", gives = "0.0")
  static double tanh(double number) {
    return Math.tanh(number);
  }

  @RuleFunction("The number that has this hyperbolic sine.")
  @Example(value = "asinh(0)", gives = "0.0")
  static double asinh(double number) {
    double size = Math.abs(number);
    double result = Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(result, number);
  }

  @RuleFunction("The number that has this hyperbolic cosine; below 1 an error.")
  @Example(value = "acosh(1)", gives = "0.0")
  static double acosh(double number) {
    return Math.log(number + Math.sqrt(number * number - 1));
  }

  @RuleFunction(
      "The number that has this hyperbolic tangent; only between -1 and 1, else an error.")
  @Example(value = "atanh(0)", gives = "0.0")
  static double atanh(double number) {
    return Math.log1p(2 * number / (1 - number)) / 2;
  }

  private static void checkDivisor(String function, Value divisor) throws EvaluationException {
    if (divisor instanceof Value.Int(long number) && number == 0) {
      throw new EvaluationException(function + ": divisor must not be zero");
    }
  }

  private static BigInteger rounded(String function, Value number, RoundingMode mode)
      throws EvaluationException {
    return switch (number) {
      case Value.Float(double value) -> new BigDecimal(value).setScale(0, mode).toBigIntegerExact();
      case Value.Int(long value) -> BigInteger.valueOf(value);
      case Value.BigInt(BigInteger value) -> value;
      default ->
          throw new EvaluationException(
              function + ": number must be a number, but is " + Kinds.describe(number));
    };
  }
}
