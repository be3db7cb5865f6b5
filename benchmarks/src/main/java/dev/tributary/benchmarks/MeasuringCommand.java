package dev.tributary.benchmarks;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands that measure with processes have. */
abstract class MeasuringCommand extends HelpOption implements Runnable {

  @Option(
      names = "--folder",
      defaultValue = "${sys:java.io.tmpdir}",
      description =
          "Where the temporary folder is made, and with it what is on disk (default:"
              + " ${DEFAULT-VALUE}).")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  final Path folder() {
    return folder;
  }

  /** A line of the report. */
  final void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  /** For what is not the report. */
  final Progress progress() {
    return new Progress(spec.commandLine().getErr());
  }

  final void check(String option, long value, long min, long max) {
    try {
      Bounds.check(option, value, min, max);
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** What was given cannot be meant; the message says why. */
  final ParameterException wrong(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), e.getMessage(), e);
  }
}
