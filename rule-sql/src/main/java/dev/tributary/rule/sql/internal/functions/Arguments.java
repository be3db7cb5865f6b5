package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Numbers;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Parameter;
import java.math.BigInteger;

/**
 * From values to the parameter types of functions; the wrong kind of value is an error that names
 * function and parameter.
 */
final class Arguments {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Arguments() {}

  /** A handle from the scope and a value to the type of the parameter, or from the value alone. */
  static MethodHandle converter(Parameter parameter, String place)
      throws ReflectiveOperationException {
    Class<?> type = parameter.getType();
    MethodHandle prepared = Prepared.converter(type, place);
    if (prepared != null) {
      return prepared;
    }
    MethodHandle plain =
        type == Value.class ? MethodHandles.identity(Value.class) : converter(type, place);
    return type == String.class
            || type == byte[].class
            || parameter.isAnnotationPresent(Whole.class)
        ? MethodHandles.collectArguments(
            plain,
            0,
            LOOKUP.findStatic(
                Arguments.class,
                "read",
                MethodType.methodType(Value.class, CallScope.class, Value.class)))
        : plain;
  }

  static Value read(CallScope scope, Value value) throws EvaluationException {
    scope.read(Value.weightOf(value));
    return value;
  }

  private static MethodHandle converter(Class<?> type, String place)
      throws ReflectiveOperationException {
    String name =
        switch (type.getSimpleName()) {
          case "String" -> "text";
          case "byte[]" -> "bytes";
          case "long" -> "integer";
          case "double" -> "real";
          case "boolean" -> "truth";
          case "BigInteger" -> "anyInteger";
          case "Array" -> "list";
          default ->
              throw new IllegalStateException(place + " has a type that is not converted: " + type);
        };
    MethodHandle converter =
        LOOKUP.findStatic(
            Arguments.class, name, MethodType.methodType(type, String.class, Value.class));
    return MethodHandles.insertArguments(converter, 0, place);
  }

  /** Strings, and booleans as they are spelled; but no numbers. */
  static String text(String place, Value value) throws EvaluationException {
    return switch (value) {
      case Value.Text text -> text.string();
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Int _, Value.BigInt _, Value.Float _ ->
          throw new EvaluationException(
              place + " must be a string, but is " + Kinds.describe(value) + ": take str of it");
      default -> throw wrong(place, "a string", value);
    };
  }

  static byte[] bytes(String place, Value value) throws EvaluationException {
    return value instanceof Value.Text text ? text.bytes() : Value.of(text(place, value)).bytes();
  }

  static long integer(String place, Value value) throws EvaluationException {
    if (value instanceof Value.Int(long number)) {
      return number;
    }
    if (value instanceof Value.BigInt) {
      throw new EvaluationException(
          place + " is too large: it must be an integer from -2^63 to 2^63-1");
    }
    throw wrong(place, "an integer", value);
  }

  static BigInteger anyInteger(String place, Value value) throws EvaluationException {
    return switch (value) {
      case Value.Int(long number) -> BigInteger.valueOf(number);
      case Value.BigInt(BigInteger number) -> number;
      default -> throw wrong(place, "an integer", value);
    };
  }

  static double real(String place, Value value) throws EvaluationException {
    if (!Numbers.isNumber(value)) {
      throw wrong(place, "a number", value);
    }
    return Numbers.real(value, place);
  }

  static boolean truth(String place, Value value) throws EvaluationException {
    if (value instanceof Value.Bool(boolean truth)) {
      return truth;
    }
    throw wrong(place, "a boolean", value);
  }

  static Value.Array list(String place, Value value) throws EvaluationException {
    if (value instanceof Value.Array array) {
      return array;
    }
    if (value instanceof Value.Text) {
      throw new EvaluationException(
          place + " must be a list, but is a string: take json_decode of it if it is JSON");
    }
    throw wrong(place, "a list", value);
  }

  static EvaluationException wrong(String place, String wanted, Value value) {
    return new EvaluationException(
        place + " must be " + wanted + ", but is " + Kinds.describe(value));
  }
}
