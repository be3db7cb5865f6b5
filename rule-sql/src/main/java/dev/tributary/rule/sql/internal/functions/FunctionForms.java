package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.FunctionDescription;
import dev.tributary.rule.sql.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A function with all its forms, fewest parameters first. Binding a form uses reflection; calling
 * what was bound does not.
 */
record FunctionForms(String name, String category, List<Method> methods) {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  FunctionForms {
    methods = List.copyOf(methods);
  }

  static FunctionForms of(String name, String category, List<Method> methods) {
    return new FunctionForms(
        name,
        category,
        methods.stream()
            .sorted(Comparator.comparingInt(method -> parameters(method).size()))
            .toList());
  }

  static String name(Method method) {
    String given = method.getAnnotation(RuleFunction.class).name();
    return given.isEmpty() ? snake(method.getName()) : given;
  }

  Optional<Call> bind(int arguments) {
    for (Method method : methods) {
      if (method.isVarArgs()
          ? arguments >= parameters(method).size() - 1
          : arguments == parameters(method).size()) {
        return Optional.of(bind(method, arguments));
      }
    }
    return Optional.empty();
  }

  /** How it may be called, without types: short enough for an error. */
  List<String> calls() {
    return methods.stream().map(method -> Signature.call(name, parameters(method))).toList();
  }

  List<String> signatures() {
    return methods.stream().map(method -> Signature.of(name, method, parameters(method))).toList();
  }

  FunctionDescription description() {
    String text =
        methods.stream()
            .map(method -> method.getAnnotation(RuleFunction.class).value())
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    List<FunctionDescription.Example> examples = new ArrayList<>();
    for (Method method : methods) {
      for (Example example : method.getAnnotationsByType(Example.class)) {
        examples.add(new FunctionDescription.Example(example.value(), example.gives()));
      }
    }
    return new FunctionDescription(name, category, signatures(), text, examples);
  }

  private Call bind(Method method, int arguments) {
    try {
      return bound(adapted(method, arguments), arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("function " + name + " cannot be bound to " + method, e);
    }
  }

  private static Call bound(MethodHandle handle, int arguments) {
    return switch (arguments) {
      case 0 -> MethodHandleProxies.asInterfaceInstance(Call.None.class, handle);
      case 1 -> MethodHandleProxies.asInterfaceInstance(Call.One.class, handle);
      case 2 -> MethodHandleProxies.asInterfaceInstance(Call.Two.class, handle);
      default ->
          MethodHandleProxies.asInterfaceInstance(
              Call.Many.class, handle.asSpreader(Value[].class, arguments));
    };
  }

  /** The method as one that takes the scope and values and gives a value. */
  private MethodHandle adapted(Method method, int arguments) throws ReflectiveOperationException {
    MethodHandle handle = LOOKUP.unreflect(method);
    if (!takesScope(method)) {
      handle = MethodHandles.dropArguments(handle, 0, CallScope.class);
    }
    List<Parameter> parameters = parameters(method);
    int converted = method.isVarArgs() ? parameters.size() - 1 : parameters.size();
    for (int i = 0; i < converted; i++) {
      Parameter parameter = parameters.get(i);
      String place = name + ": " + snake(parameter.getName());
      handle = converted(handle, i + 1, Arguments.converter(parameter, place));
    }
    if (method.isVarArgs()) {
      handle = handle.asCollector(Value[].class, arguments - converted);
    }
    return MethodHandles.filterReturnValue(handle, Results.converter(method.getReturnType(), name));
  }

  /** With a converter before a parameter; one that takes the scope too gets that of the call. */
  private static MethodHandle converted(MethodHandle handle, int at, MethodHandle converter) {
    if (converter.type().parameterCount() == 1) {
      return MethodHandles.filterArguments(handle, at, converter);
    }
    MethodHandle collected = MethodHandles.collectArguments(handle, at, converter);
    MethodType type = collected.type().dropParameterTypes(at, at + 1);
    int[] order = new int[collected.type().parameterCount()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < at ? i : i - 1;
    }
    order[at] = 0;
    return MethodHandles.permuteArguments(collected, type, order);
  }

  private static boolean takesScope(Method method) {
    return method.getParameterCount() > 0 && method.getParameterTypes()[0] == CallScope.class;
  }

  private static List<Parameter> parameters(Method method) {
    return Arrays.stream(method.getParameters()).skip(takesScope(method) ? 1 : 0).toList();
  }

  static String snake(String camel) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_').append(Character.toLowerCase(c));
      } else {
        snake.append(c);
      }
    }
    return snake.toString();
  }
}
