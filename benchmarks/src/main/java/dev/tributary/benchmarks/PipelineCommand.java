package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Workspace;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench pipeline}: MQTT to Kinesis, with every party as a process of its own. */
@Command(
    name = "pipeline",
    description =
        "Messages per second and CPU per message on the whole way: MQTT, rule, sink, a Kinesis that"
            + " only counts; and the limits of the parts, measured in the same run.",
    sortOptions = false)
final class PipelineCommand extends HelpOption implements Runnable {

  @Option(
      names = "--clients",
      defaultValue = "2000",
      description = "Connections of the load (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--window",
      defaultValue = "16",
      description = "Unacknowledged publishes of a connection (default: ${DEFAULT-VALUE}).")
  private int window;

  @Option(
      names = "--messages",
      defaultValue = "400000",
      description = "Messages in a round (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds after warm-up; medians are shown (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--payload",
      defaultValue = "200",
      description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
  private int payload;

  @Option(
      names = "--mqtt",
      defaultValue = "4",
      description = "4 for MQTT 3.1.1, or 5 (default: ${DEFAULT-VALUE}).")
  private int mqtt;

  @Option(
      names = "--modes",
      split = ",",
      defaultValue = "broker,memory,disk,memory-kpl,disk-kpl",
      description = "What to measure (default: ${DEFAULT-VALUE}).")
  private List<String> modes = List.of();

  @Option(names = "--no-limits", description = "Leave out the limits of the parts.")
  private boolean withoutLimits;

  @Option(
      names = "--ordering",
      defaultValue = "strict",
      description = "Of the action (default: ${DEFAULT-VALUE}).")
  private String ordering = "strict";

  @Option(
      names = "--batch-size",
      defaultValue = "500",
      description = "Of the action (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--lanes",
      defaultValue = "4",
      description = "worker_pool_size of the action (default: ${DEFAULT-VALUE}).")
  private int lanes;

  @Option(
      names = "--server-options",
      defaultValue = "",
      description = "More options for the server's JVM, such as those of a profiler.")
  private String javaOptions = "";

  @Option(
      names = "--folder",
      defaultValue = "${sys:java.io.tmpdir}",
      description =
          "Where the temporary folder is made, and with it the buffer on disk (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PipelineSettings settings = settings();
    Machine machine = Machine.look();
    machine.check(settings);
    Progress progress = new Progress(spec.commandLine().getErr());
    machine.warnings().forEach(progress::say);
    try (Workspace workspace = Workspace.open(folder)) {
      List<Figures> figures = new PipelineBenchmark(settings, workspace, progress).run();
      PipelineReport report = new PipelineReport(settings, machine, figures);
      spec.commandLine().getOut().println(json ? report.json() : report.text());
      spec.commandLine().getOut().flush();
    }
  }

  private PipelineSettings settings() {
    try {
      return new PipelineSettings(
          clients,
          window,
          messages,
          rounds,
          payload,
          mqtt,
          modes.stream().map(Mode::of).toList(),
          !withoutLimits,
          ordering,
          batchSize,
          lanes,
          javaOptions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
