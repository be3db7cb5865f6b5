package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./tributary bench}. Exit codes: 0 measured, 1 it could not be measured, 2 it was asked for
 * wrongly.
 */
@Command(
    name = "bench",
    description = "Measure Tributary on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PipelineCommand.class,
      BrokerCommand.class,
      ConnectionsCommand.class,
      SinkCommand.class,
      RulesCommand.class,
      StoreCommand.class,
      KinesisCommand.class
    })
public final class Main extends HelpOption implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    // A point in every figure, wherever this runs: programs read them too.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((exception, command, _) -> {
          command.getErr().println("bench: " + words(exception));
          return 1;
        });
  }

  private static String words(Exception exception) {
    return exception instanceof BenchmarkFailure failure ? failure.words() : exception.toString();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: pipeline, broker, connections, sink, rules, store or kinesis");
  }
}
