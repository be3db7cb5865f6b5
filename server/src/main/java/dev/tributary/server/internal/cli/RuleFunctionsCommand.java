package dev.tributary.server.internal.cli;

import dev.tributary.rule.sql.FunctionCatalog;
import dev.tributary.rule.sql.FunctionDescription;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary rule functions}: the function reference, without a server. */
@Command(
    name = "functions",
    description = "List the functions of the rule language, or explain one.",
    sortOptions = false)
final class RuleFunctionsCommand extends HelpOption implements Runnable {

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A function, or a part of names (default: list all).")
  private @Nullable String name;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(FunctionCatalog.all(), out);
    } else {
      explain(name.toLowerCase(Locale.ROOT), out);
    }
    out.flush();
  }

  private static void list(List<FunctionDescription> functions, PrintWriter out) {
    Map<String, List<FunctionDescription>> chapters =
        functions.stream()
            .collect(
                Collectors.groupingBy(
                    FunctionDescription::category, LinkedHashMap::new, Collectors.toList()));
    chapters.forEach((chapter, members) -> {
      out.println(chapter);
      for (FunctionDescription function : members) {
        out.println("  " + String.join(", ", function.signatures()));
      }
    });
  }

  private static void explain(String name, PrintWriter out) {
    List<FunctionDescription> all = FunctionCatalog.all();
    List<FunctionDescription> alike =
        all.stream().filter(function -> function.name().contains(name)).toList();
    all.stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .ifPresentOrElse(function -> print(function, out), () -> list(found(name, alike), out));
  }

  private static List<FunctionDescription> found(String name, List<FunctionDescription> alike) {
    if (alike.isEmpty()) {
      throw new CommandFailure(
          "there is no function '%s', and none whose name holds it; see: rule functions"
              .formatted(name),
          2);
    }
    return alike;
  }

  private static void print(FunctionDescription function, PrintWriter out) {
    function.signatures().forEach(out::println);
    out.println();
    out.println("  " + function.description() + " (" + function.category() + ")");
    if (!function.examples().isEmpty()) {
      out.println();
    }
    for (FunctionDescription.Example example : function.examples()) {
      out.println("  " + example.expression() + " -> " + example.result());
    }
  }
}
