package dev.tributary.rule.sql.internal.jq;

import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/**
 * The functions that programs can call: those of the interpreter, metered, and over them ours. Made
 * once, when the first program is run; nobody changes it then.
 */
final class Builtins {
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
      scope.addFunction(name, function);
    });
    Definitions definitions = new Definitions(scope);
    Values.define(definitions);
    Strings.define(definitions);
    Lists.define(definitions);
    Streams.define(definitions);
    Regex.define(definitions);
    Mathematics.define(definitions);
    Dates.define(definitions);
    Surroundings.define(definitions);
    return scope;
  }
}
