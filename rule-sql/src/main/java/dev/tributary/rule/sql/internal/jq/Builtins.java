package dev.tributary.rule.sql.internal.jq;

import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;

/**
 * The functions that programs can call: those of the interpreter, metered, and over them ours. Made
 * once, when the first program is run; nobody changes it then.
 */
final class Builtins {
  /** They take the same time whatever the size of their input. */
  private static final Set<String> LIGHT =
      Set.of(
          "empty/0",
          "not/0",
          "type/0",
          "nan/0",
          "infinite/0",
          "isnan/0",
          "isinfinite/0",
          "isnormal/0",
          "range/1",
          "range/2",
          "range/3",
          "path/1",
          "getpath/1",
          "startswith/1",
          "endswith/1",
          "builtins/0");

  private static final Scope SCOPE = make();

  private Builtins() {}

  static Scope scope() {
    return SCOPE;
  }

  private static Scope make() {
    Scope scope = Scope.newEmptyScope();
    Map<String, Function> known =
        BuiltinFunctionLoader.getInstance().listFunctions(Versions.JQ_1_7, scope);
    known.forEach((name, function) -> {
      Rewriter.meterInside(function);
      scope.addFunction(name, counted(name, function));
    });
    Definitions definitions = new Definitions(scope);
    Values.define(definitions);
    Strings.define(definitions);
    Lists.define(definitions);
    Entries.define(definitions);
    Streams.define(definitions);
    Regex.define(definitions);
    Mathematics.define(definitions);
    Dates.define(definitions);
    Surroundings.define(definitions);
    return scope;
  }

  /** Those written in the language are counted by their expressions. */
  private static Function counted(String name, Function function) {
    if (function instanceof JsonQueryFunction || LIGHT.contains(name)) {
      return function;
    }
    boolean isFormat = name.startsWith("@");
    return (scope, arguments, in, path, output, version) -> {
      Budget budget = Budget.current();
      if (isFormat) {
        budget.charge(budget.size(in));
      } else {
        budget.walk(in);
      }
      function.apply(scope, arguments, in, path, output, version);
    };
  }
}
