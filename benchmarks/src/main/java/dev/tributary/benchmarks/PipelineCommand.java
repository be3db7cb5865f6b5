package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Workspace;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench pipeline}: MQTT to Kinesis, with every party as a process of its own. */
@Command(
    name = "pipeline",
    description =
        "Messages per second and CPU per message on the whole way: MQTT, rule, sink, a Kinesis that"
            + " only counts; and the limits of the parts, measured in the same run.",
    sortOptions = false)
final class PipelineCommand extends MeasuringCommand {

  @Option(
      names = "--clients",
      defaultValue = "2000",
      description = "Connections of the load (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--messages",
      defaultValue = "400000",
      description = "Messages in a round (default: ${DEFAULT-VALUE}).")
  private long messages;

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

  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private RoundsOption rounds = new RoundsOption();

  @Override
  public void run() {
    PipelineSettings settings = settings();
    Machine machine = Machine.look();
    machine.check(settings);
    Progress progress = progress();
    machine.warnings().forEach(progress::say);
    try (Workspace workspace = Workspace.open(folder())) {
      List<Figures> figures = new PipelineBenchmark(settings, workspace, progress).run();
      PipelineReport report = new PipelineReport(settings, machine, figures);
      say(load.json() ? report.json() : report.text());
    }
  }

  private PipelineSettings settings() {
    try {
      return new PipelineSettings(
          clients,
          load.window(),
          messages,
          rounds.rounds(),
          load.payload(),
          load.mqtt(),
          modes.stream().map(Mode::of).toList(),
          !withoutLimits,
          ordering,
          batchSize,
          lanes,
          load.javaOptions());
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }
}
