package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;

/** Adds functions to a scope; arguments are evaluated before, every combination of them. */
record Definitions(Scope scope) {
  /** A function of its input. */
  @FunctionalInterface
  interface Plain {
    JsonNode apply(JsonNode in) throws JsonQueryException;
  }

  /** A function of its input and one argument. */
  @FunctionalInterface
  interface WithOne {
    JsonNode apply(JsonNode in, JsonNode argument) throws JsonQueryException;
  }

  /** A function of its input and two arguments. */
  @FunctionalInterface
  interface WithTwo {
    JsonNode apply(JsonNode in, JsonNode first, JsonNode second) throws JsonQueryException;
  }

  /** The input is counted before as if all of its top level were looked at. */
  void plain(String name, Plain function) {
    Plain counted =
        in -> {
          Budget.current().walk(in);
          return function.apply(in);
        };
    light(name, counted);
  }

  /** A function that takes the same time whatever the size of its input, or counts by itself. */
  void light(String name, Plain function) {
    raw(name, 0, (_, _, in, _, output, _) -> output.emit(function.apply(in), null));
  }

  void withOne(String name, WithOne function) {
    raw(
        name,
        1,
        (scope, arguments, in, _, output, _) ->
            arguments
                .getFirst()
                .apply(scope, in, (Output) first -> output.emit(function.apply(in, first), null)));
  }

  void withTwo(String name, WithTwo function) {
    raw(
        name,
        2,
        (scope, arguments, in, _, output, _) -> {
          Output onFirst =
              first ->
                  arguments
                      .get(1)
                      .apply(
                          scope,
                          in,
                          (Output) second -> output.emit(function.apply(in, first, second), null));
          arguments.getFirst().apply(scope, in, onFirst);
        });
  }

  /** A function that evaluates its arguments itself, or follows paths. */
  void raw(String name, int arguments, Function function) {
    scope.addFunction(name, arguments, function);
  }

  /** A function written in the language itself. */
  void written(String name, String body, String... parameters) {
    try {
      JsonQueryFunction function =
          new JsonQueryFunction(
              name,
              List.of(parameters),
              new IsolatedScopeQuery(ExpressionParser.compile(body, Versions.JQ_1_7)),
              scope);
      Rewriter.meterInside(function);
      scope.addFunction(name, parameters.length, function);
    } catch (JsonQueryException e) {
      throw new IllegalStateException("the definition of " + name + " is no program", e);
    }
  }
}
