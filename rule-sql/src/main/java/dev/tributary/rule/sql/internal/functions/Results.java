package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Numbers;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigInteger;
import java.util.List;

/** From the result types of functions to values. */
final class Results {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Results() {}

  /** A handle from the type to a value. */
  static MethodHandle converter(Class<?> type, String function)
      throws ReflectiveOperationException {
    if (Value.class.isAssignableFrom(type)) {
      return MethodHandles.identity(Value.class).asType(MethodType.methodType(Value.class, type));
    }
    if (type == double.class) {
      MethodHandle real =
          LOOKUP.findStatic(
              Results.class,
              "real",
              MethodType.methodType(Value.class, String.class, double.class));
      return MethodHandles.insertArguments(real, 0, function);
    }
    String name =
        switch (type.getSimpleName()) {
          case "String" -> "text";
          case "byte[]" -> "bytes";
          case "long" -> "integer";
          case "boolean" -> "truth";
          case "BigInteger" -> "anyInteger";
          case "List" -> "list";
          default ->
              throw new IllegalStateException(
                  function + " has a result that is not converted: " + type);
        };
    return LOOKUP.findStatic(Results.class, name, MethodType.methodType(Value.class, type));
  }

  static Value real(String function, double result) throws EvaluationException {
    return Numbers.finite(result, function);
  }

  static Value text(String result) {
    return Value.of(result);
  }

  static Value bytes(byte[] result) {
    return Value.of(result);
  }

  static Value integer(long result) {
    return Value.of(result);
  }

  static Value truth(boolean result) {
    return Value.of(result);
  }

  static Value anyInteger(BigInteger result) {
    return Value.of(result);
  }

  static Value list(List<Value> result) {
    return Value.of(result);
  }
}
