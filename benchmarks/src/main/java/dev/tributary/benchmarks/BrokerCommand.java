package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Workspace;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench broker}: MQTT in and out, next to other brokers. */
@Command(
    name = "broker",
    description =
        "CPU and messages per second of the broker without rules, next to Mosquitto and HiveMQ CE.",
    sortOptions = false)
final class BrokerCommand extends HelpOption implements Runnable {

  @Option(
      names = "--scenarios",
      split = ",",
      defaultValue = "in-qos1,pairs-qos0,pairs-qos1,fan-qos0,fan-qos1,group-qos1,durable-qos1",
      description = "What to measure (default: ${DEFAULT-VALUE}).")
  private List<String> scenarios = List.of();

  @Option(
      names = "--brokers",
      split = ",",
      defaultValue = "tributary,tributary-disk,mosquitto,hivemq",
      description = "Of whom (default: ${DEFAULT-VALUE}).")
  private List<String> brokers = List.of();

  @Option(
      names = "--publishers",
      defaultValue = "500",
      description = "Publishers, but for fan-out, which has one (default: ${DEFAULT-VALUE}).")
  private int publishers;

  @Option(
      names = "--fan-out",
      defaultValue = "1000",
      description = "Subscribers of one topic (default: ${DEFAULT-VALUE}).")
  private int fanOut;

  @Option(
      names = "--members",
      defaultValue = "4",
      description = "Of the shared group (default: ${DEFAULT-VALUE}).")
  private int members;

  @Option(
      names = "--window",
      defaultValue = "16",
      description =
          "Messages of a publisher that are not acknowledged or not delivered (default: ${DEFAULT-VALUE}).")
  private int window;

  @Option(
      names = "--units",
      defaultValue = "300000",
      description = "Publishes or deliveries of a round (default: ${DEFAULT-VALUE}).")
  private long units;

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
      names = "--server-options",
      defaultValue = "",
      description = "More options for Tributary's JVM, such as those of a profiler.")
  private String javaOptions = "";

  @Option(
      names = "--folder",
      defaultValue = "${sys:java.io.tmpdir}",
      description = "Where the temporary folder is made (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    BrokerBenchmarkSettings settings = settings();
    Machine machine = Machine.look();
    Progress progress = new Progress(spec.commandLine().getErr());
    machine.warnings().forEach(progress::say);
    try (Workspace workspace = Workspace.open(folder)) {
      BrokerReport report =
          new BrokerReport(
              settings, machine, new BrokerBenchmark(settings, workspace, progress).run());
      spec.commandLine().getOut().println(json ? report.json() : report.text());
      spec.commandLine().getOut().flush();
    }
  }

  private BrokerBenchmarkSettings settings() {
    try {
      return new BrokerBenchmarkSettings(
          scenarios.stream().map(Scenario::of).toList(),
          brokers.stream().map(Contestant::of).toList(),
          publishers,
          fanOut,
          members,
          window,
          units,
          rounds,
          payload,
          mqtt,
          javaOptions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
