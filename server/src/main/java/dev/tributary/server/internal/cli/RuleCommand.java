package dev.tributary.server.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary rule}: work with rules without a running server. */
@Command(
    name = "rule",
    description = "Work with rules.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RuleTestCommand.class, RuleFunctionsCommand.class, RuleEventsCommand.class})
final class RuleCommand extends HelpOption implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: test, functions or events");
  }
}
