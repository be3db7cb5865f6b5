package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.jq.JqProgram;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A form of a function as its users write it: {@code pad(text: string, length: integer) → string}.
 */
final class Signature {
  private static final Map<Class<?>, String> WORDS =
      Map.ofEntries(
          Map.entry(String.class, "string"),
          Map.entry(byte[].class, "string"),
          Map.entry(CompiledPattern.class, "string"),
          Map.entry(DatePattern.class, "string"),
          Map.entry(JqProgram.class, "string"),
          Map.entry(long.class, "integer"),
          Map.entry(BigInteger.class, "integer"),
          Map.entry(double.class, "number"),
          Map.entry(boolean.class, "boolean"),
          Map.entry(List.class, "list"),
          Map.entry(Value.Array.class, "list"),
          Map.entry(Value.Map.class, "map"),
          Map.entry(Value.class, "any"),
          Map.entry(Value[].class, "any"));

  private Signature() {}

  static String of(String name, Method method, List<Parameter> parameters) {
    String taken = parameters.stream().map(Signature::shown).collect(Collectors.joining(", "));
    return name
        + "("
        + taken
        + ") → "
        + word(method.getReturnType(), method.getAnnotation(Kind.class));
  }

  /** Without types. */
  static String call(String name, List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter ->
            FunctionForms.snake(parameter.getName()) + (parameter.isVarArgs() ? "..." : ""))
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  private static String shown(Parameter parameter) {
    return FunctionForms.snake(parameter.getName())
        + ": "
        + word(parameter.getType(), parameter.getAnnotation(Kind.class))
        + (parameter.isVarArgs() ? "..." : "");
  }

  private static String word(Class<?> type, @Nullable Kind kind) {
    String word = kind == null ? WORDS.get(type) : kind.value();
    if (word == null) {
      throw new IllegalStateException("the reference has no word for " + type);
    }
    return word;
  }
}
