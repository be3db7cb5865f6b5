package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench connections}: what connections cost that say nothing. */
@Command(
    name = "connections",
    description =
        "Idle connections: how fast they come, and the memory and CPU that they need; with sockets"
            + " next to Mosquitto and HiveMQ CE, and in memory, where there may be a million.",
    sortOptions = false)
final class ConnectionsCommand extends MeasuringCommand {

  @Option(
      names = "--sockets",
      defaultValue = "15000",
      description = "Connections with sockets; 0 for none (default: ${DEFAULT-VALUE}).")
  private int sockets;

  @Option(
      names = "--in-memory",
      defaultValue = "1000000",
      description =
          "Connections without; 0 for none. A million needs some 8 GB (default: ${DEFAULT-VALUE}).")
  private int inMemory;

  @Option(
      names = "--brokers",
      split = ",",
      defaultValue = "tributary,mosquitto,hivemq",
      description = "Of whom, with sockets (default: ${DEFAULT-VALUE}).")
  private List<String> brokers = List.of();

  @Option(
      names = "--idle-seconds",
      defaultValue = "10",
      description = "For how long nothing happens, and then pings (default: ${DEFAULT-VALUE}).")
  private int idleSeconds;

  @Override
  public void run() {
    check("--sockets", sockets, 0, 1_000_000);
    check("--in-memory", inMemory, 0, 10_000_000);
    check("--idle-seconds", idleSeconds, 1, 3_600);
    Machine machine = Machine.look();
    if (sockets > 0) {
      machine.check("--sockets", sockets);
    }
    say(
        "%d processors, load average %.1f at the start, %s"
            .formatted(machine.processors(), machine.loadAverage(), machine.system()));
    machine.warnings().forEach(this::say);
    try (Workspace workspace = Workspace.open(folder())) {
      if (sockets > 0) {
        sockets(workspace);
      }
      if (inMemory > 0) {
        new MemoryConnections(workspace, inMemory, idleSeconds, this::say).run();
      }
    }
  }

  private void sockets(Workspace workspace) {
    SocketConnections connections =
        new SocketConnections(workspace, sockets, idleSeconds, this::say);
    connections.head();
    for (Contestant contestant : contestants()) {
      for (boolean subscribing : new boolean[] {false, true}) {
        try {
          connections.measure(contestant, subscribing);
        } catch (NotMeasured e) {
          say("  %s: not measured: %s".formatted(contestant.title(), e.words()));
        } catch (BenchmarkFailure e) {
          say("  %s: not measured: %s".formatted(contestant.title(), e.words()));
        }
      }
    }
  }

  private List<Contestant> contestants() {
    try {
      return brokers.stream().map(Contestant::of).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }
}
