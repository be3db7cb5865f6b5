package dev.tributary.rule.sql.internal.jq;

import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.exception.JsonQueryUserException;

/**
 * What programs see of the world outside their input: nothing. No environment, no files, no further
 * input; whoever asks is told so.
 */
final class Surroundings {
  private Surroundings() {}

  static void define(Definitions definitions) {
    definitions.scope().setValue("ENV", Nodes.object());
    definitions.light("env", _ -> Nodes.object());
    definitions.light("get_search_list", _ -> Nodes.list());
    definitions.light("input_filename", _ -> Nodes.nothing());
    definitions.light("input_line_number", _ -> Texts.computed(0));
    definitions.light("now", _ -> Texts.computed(Budget.current().nowMillis() / 1000.0));
    definitions.light("have_literal_numbers", _ -> Nodes.truth(true));
    definitions.light("have_decnum", _ -> Nodes.truth(false));
    definitions.light(
        "input",
        _ -> {
          throw Texts.error("No more inputs");
        });
    definitions.raw("inputs", 0, (_, _, _, _, _, _) -> {});
    definitions.light(
        "halt",
        _ -> {
          throw new HaltException();
        });
    definitions.light(
        "halt_error",
        _ -> {
          throw new HaltException();
        });
    definitions.written("halt_error", "halt_error", "$code");
    definitions.light(
        "debug_scope",
        _ -> {
          throw Texts.error("debug_scope/0 is not defined");
        });
    definitions.raw("debug", 0, (_, _, in, path, output, _) -> output.emit(in, path));
    definitions.raw("debug", 1, (_, _, in, path, output, _) -> output.emit(in, path));
    definitions.raw("stderr", 0, (_, _, in, path, output, _) -> output.emit(in, path));
    errors(definitions);
  }

  private static void errors(Definitions definitions) {
    definitions.light(
        "error",
        in -> {
          throw new JsonQueryUserException(in);
        });
    definitions.raw(
        "error",
        1,
        (scope, arguments, in, _, _, _) ->
            arguments
                .getFirst()
                .apply(
                    scope,
                    in,
                    (Output)
                        value -> {
                          throw new JsonQueryUserException(value);
                        }));
  }
}
