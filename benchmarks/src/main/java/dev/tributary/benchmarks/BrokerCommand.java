package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Workspace;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench broker}: MQTT in and out, next to other brokers. */
@Command(
    name = "broker",
    description =
        "CPU and messages per second of the broker without rules, next to Mosquitto and HiveMQ CE.",
    sortOptions = false)
final class BrokerCommand extends MeasuringCommand {

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
      names = "--units",
      defaultValue = "300000",
      description = "Publishes or deliveries of a round (default: ${DEFAULT-VALUE}).")
  private long units;

  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private RoundsOption rounds = new RoundsOption();

  @Override
  public void run() {
    BrokerBenchmarkSettings settings = settings();
    Machine machine = Machine.look();
    Progress progress = progress();
    machine.warnings().forEach(progress::say);
    try (Workspace workspace = Workspace.open(folder())) {
      BrokerReport report =
          new BrokerReport(
              settings, machine, new BrokerBenchmark(settings, workspace, progress).run());
      say(load.json() ? report.json() : report.text());
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
          load.window(),
          units,
          rounds.rounds(),
          load.payload(),
          load.mqtt(),
          load.javaOptions());
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }
}
