package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Functions of numbers. Their results are doubles, written without a fraction if they have none.
 */
final class Mathematics {
  private static final Map<String, DoubleUnaryOperator> OF_ONE =
      Map.ofEntries(
          Map.entry("floor", Math::floor),
          Map.entry("ceil", Math::ceil),
          Map.entry("round", Mathematics::round),
          Map.entry("trunc", value -> value < 0 ? Math.ceil(value) : Math.floor(value)),
          Map.entry("rint", Math::rint),
          Map.entry("nearbyint", Math::rint),
          Map.entry("fabs", Math::abs),
          Map.entry("sqrt", Math::sqrt),
          Map.entry("cbrt", Math::cbrt),
          Map.entry("exp", Math::exp),
          Map.entry("exp2", value -> Math.pow(2, value)),
          Map.entry("exp10", value -> Math.pow(10, value)),
          Map.entry("pow10", value -> Math.pow(10, value)),
          Map.entry("expm1", Math::expm1),
          Map.entry("log", Math::log),
          Map.entry("log2", value -> Math.log(value) / Math.log(2)),
          Map.entry("log10", Math::log10),
          Map.entry("log1p", Math::log1p),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("asin", Math::asin),
          Map.entry("acos", Math::acos),
          Map.entry("atan", Math::atan),
          Map.entry("sinh", Math::sinh),
          Map.entry("cosh", Math::cosh),
          Map.entry("tanh", Math::tanh),
          Map.entry(
              "asinh",
              value ->
                  Math.signum(value) * Math.log(Math.abs(value) + Math.sqrt(value * value + 1))),
          Map.entry("acosh", value -> Math.log(value + Math.sqrt(value * value - 1))),
          Map.entry("atanh", value -> 0.5 * Math.log((1 + value) / (1 - value))),
          Map.entry("logb", value -> Math.getExponent(value)),
          Map.entry("significand", value -> Math.scalb(value, -Math.getExponent(value))));

  private static final Map<String, DoubleBinaryOperator> OF_TWO =
      Map.ofEntries(
          Map.entry("pow", Math::pow),
          Map.entry("atan2", Math::atan2),
          Map.entry("fmod", (left, right) -> left % right),
          Map.entry("fmin", Math::min),
          Map.entry("fmax", Math::max),
          Map.entry("hypot", Math::hypot),
          Map.entry("ldexp", (value, power) -> Math.scalb(value, (int) power)),
          Map.entry("scalb", (value, power) -> Math.scalb(value, (int) power)),
          Map.entry("drem", Math::IEEEremainder),
          Map.entry("scalbln", (value, power) -> Math.scalb(value, (int) power)),
          Map.entry("copysign", Math::copySign),
          Map.entry("nextafter", Math::nextAfter),
          Map.entry("nexttoward", Math::nextAfter),
          Map.entry(
              "fdim",
              (left, right) ->
                  left > right ? left - right : Double.isNaN(left + right) ? Double.NaN : 0));

  private Mathematics() {}

  static void define(Definitions definitions) {
    OF_ONE.forEach((name, function) ->
        definitions.plain(name, in -> Texts.computed(function.applyAsDouble(number(in)))));
    OF_TWO.forEach((name, function) ->
        definitions.withTwo(
            name,
            (_, left, right) ->
                Texts.computed(function.applyAsDouble(number(left), number(right)))));
    definitions.plain("abs", in -> number(in) < 0 ? Texts.computed(-number(in)) : in);
  }

  private static double number(JsonNode in) throws JsonQueryException {
    if (!in.isNumber()) {
      throw Texts.error(Texts.shown(in) + " number required");
    }
    return in.doubleValue();
  }

  /** Halves go away from zero. */
  private static double round(double value) {
    double rounded = Math.floor(Math.abs(value) + 0.5);
    return value < 0 ? -rounded : rounded;
  }
}
