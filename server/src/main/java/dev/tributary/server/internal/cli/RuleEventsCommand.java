package dev.tributary.server.internal.cli;

import dev.tributary.rule.engine.EventCatalog;
import dev.tributary.rule.engine.EventDescription;
import dev.tributary.rule.sql.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary rule events}: what FROM can name besides topics, without a server. */
@Command(
    name = "events",
    description = "List the sources of rules, or explain some.",
    sortOptions = false)
final class RuleEventsCommand extends HelpOption implements Runnable {

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A part of names, such as connected or client/ (default: list all).")
  private @Nullable String name;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      for (EventDescription event : EventCatalog.all()) {
        out.println("%-42s %s%s".formatted(event.event(), event.title(), raised(event)));
      }
    } else {
      explain(name, out);
    }
    out.flush();
  }

  private static String raised(EventDescription event) {
    return event.raised() ? "" : " (not raised in this version)";
  }

  private static void explain(String name, PrintWriter out) {
    // People may have the older spelling with underscores in mind.
    String wanted = name.toLowerCase(Locale.ROOT).replace('_', '/');
    List<EventDescription> found =
        EventCatalog.all().stream()
            .filter(event -> event.event().replace('_', '/').contains(wanted))
            .toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          "there is no event whose name holds '%s'; see: rule events".formatted(name), 2);
    }
    found.forEach(event -> print(event, out));
  }

  private static void print(EventDescription event, PrintWriter out) {
    out.println(event.event() + raised(event));
    out.println("  " + event.description());
    out.println("  columns: " + String.join(" ", event.columns()));
    for (EventDescription.TestColumn column : event.testColumns()) {
      out.println(
          "    %s: %s, such as %s"
              .formatted(column.name(), column.description(), Json.writeText(column.sample())));
    }
    out.println("  " + event.sqlExample().strip());
    out.println();
  }
}
