package dev.tributary.server.internal.cli;

import dev.tributary.server.internal.cli.kinesis.LocalKinesisCommand;
import dev.tributary.server.internal.cli.kinesis.RecordsCommand;
import dev.tributary.server.internal.cli.kinesis.StreamsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary}: says what there is. */
@Command(
    name = "tributary",
    description = "MQTT data into Amazon Kinesis: broker, rules, sink and a local Kinesis.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "A source checkout also has: tributary bench (benchmarks, see --help)."},
    subcommands = {
      StartCommand.class,
      PubCommand.class,
      SubCommand.class,
      LocalKinesisCommand.class,
      RecordsCommand.class,
      StreamsCommand.class,
      RuleCommand.class,
      DeadLettersCommand.class,
      VersionCommand.class,
      TrainingCommand.class
    },
    mixinStandardHelpOptions = false)
public final class TributaryCommand extends HelpOption implements Runnable {

  /** All commands, with errors told as people need them. */
  public static CommandLine commandLine() {
    return new CommandLine(new TributaryCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // --payload @file means the file's bytes, not more arguments.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(CommandLineErrors::failed);
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
