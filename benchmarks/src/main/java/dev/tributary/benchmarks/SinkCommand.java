package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Workspace;
import dev.tributary.benchmarks.internal.sink.SinkProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench sink}: the delivery runtime with a service that takes everything at once. */
@Command(
    name = "sink",
    description =
        "CPU of the delivery runtime per record, without MQTT, rules and SDK; and the memory that it"
            + " needs while the service is down.",
    sortOptions = false)
final class SinkCommand extends MeasuringCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final double BUDGET_MICROS = 1.0;
  private static final int WARM_UP = 3;

  @Option(
      names = "--records",
      defaultValue = "2000000",
      description = "Records in a round (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      description = "Threads that submit (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = List.of();

  @Option(
      names = "--keys",
      defaultValue = "10000",
      description = "Partition keys (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--buffer",
      defaultValue = "256",
      description =
          "MiB of the buffer that is filled while the service is down (default: ${DEFAULT-VALUE}).")
  private int bufferMib;

  @Option(
      names = "--modes",
      split = ",",
      defaultValue = "memory,disk",
      description = "Buffers: memory, disk (default: ${DEFAULT-VALUE}).")
  private List<String> modes = List.of();

  private int started;

  @Mixin private RoundsOption rounds = new RoundsOption();

  @Override
  public void run() {
    check("--records", records, 1_000, 1_000_000_000);
    check("--rounds", rounds.rounds(), 1, 1_000);
    check("--keys", keys, 1, 10_000_000);
    check("--buffer", bufferMib, 1, 100_000);
    threads.forEach(count -> check("--threads", count, 1, 256));
    say(
        "%-8s %8s %12s %12s %15s %7s"
            .formatted("buffer", "threads", "records/s", "µs CPU", "(least to most)", "ratio"));
    for (String mode : modes) {
      try (Workspace workspace = Workspace.open(folder())) {
        for (int count : threads) {
          overhead(workspace, mode, count);
        }
        outage(workspace, mode);
      } catch (BenchmarkFailure e) {
        say("%-8s not measured: %s".formatted(mode, e.words()));
      }
    }
  }

  private void overhead(Workspace workspace, String mode, int threadCount) {
    try (Child sink = start(workspace, mode)) {
      String run = "run %d %d %d".formatted(records, keys, threadCount);
      for (int i = 0; i < WARM_UP; i++) {
        Map<String, Long> _ = sink.ask(run, PATIENCE);
      }
      List<Round> measured = new ArrayList<>();
      for (int i = 0; i < rounds.rounds(); i++) {
        Map<String, Long> answer = sink.ask(run, PATIENCE);
        measured.add(
            new Round(
                records,
                Duration.ofNanos(Child.number(answer, "wallNanos")),
                Duration.ofNanos(Child.number(answer, "cpuNanos")),
                Map.of()));
      }
      Figures figures = new Figures(mode, mode, BUDGET_MICROS, false, measured, Optional.empty());
      say(
          "%-8s %8d %12.0f %12.3f %15s %6.2fx"
              .formatted(
                  mode,
                  threadCount,
                  figures.median(Round::perSecond),
                  figures.median(Round::cpuMicros),
                  "%.3f to %.3f"
                      .formatted(figures.least(Round::cpuMicros), figures.most(Round::cpuMicros)),
                  figures.median(Round::cpuMicros) / BUDGET_MICROS));
    }
  }

  private void outage(Workspace workspace, String mode) {
    try (Child sink = start(workspace, mode)) {
      Map<String, Long> answer = sink.ask("outage " + keys, PATIENCE);
      say(
          "%-8s service down: %d records of %.1f MiB held back their publisher; heap %.1f MiB in use (%.0f bytes a record in memory or on disk), %.1f MiB on disk"
              .formatted(
                  mode,
                  Child.number(answer, "records"),
                  Child.number(answer, "bytes") / 1048576.0,
                  Child.number(answer, "heapBytes") / 1048576.0,
                  (double) Child.number(answer, "heapBytes") / Child.number(answer, "records"),
                  Child.number(answer, "diskBytes") / 1048576.0));
    }
  }

  /** Each in a folder of its own: what one has left must not be found by the next. */
  private Child start(Workspace workspace, String mode) {
    return Child.start(
        workspace,
        "sink-" + mode,
        SinkProgram.class,
        mode,
        workspace.folder().resolve("buffer-" + ++started).toString(),
        Integer.toString(bufferMib));
  }
}
