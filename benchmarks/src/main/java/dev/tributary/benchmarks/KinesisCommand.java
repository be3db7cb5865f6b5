package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.kinesis.PutEncoding;
import dev.tributary.benchmarks.internal.kinesis.PutProgram;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench kinesis}: PutRecords into the local Kinesis, and into the npm package. */
@Command(
    name = "kinesis",
    description =
        "CPU of the local Kinesis per record that is put (200 bytes, 500 a request), next to the npm"
            + " package kinesis-local.",
    sortOptions = false)
final class KinesisCommand extends MeasuringCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** 500,000 records/s on one core. */
  private static final double BUDGET_MICROS = 2.0;

  private static final double MICROS = 1e6;
  private static final int ROUND_SECONDS = 5;

  /** Records before it is known how fast a server is. */
  private static final long FIRST = 2_000;

  private static final int SIZING_ROUNDS = 5;
  private static final int GROWTH_MAX = 10;

  private static final String MEMORY = "memory";
  private static final String DISK = "disk";
  private static final String NPM = "npm";

  @Option(
      names = "--records",
      defaultValue = "1000000",
      description = "Records in a round, or what takes some 5 s (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--servers",
      split = ",",
      defaultValue = "memory,disk,npm",
      description = "Ours with its storage, and the package (default: ${DEFAULT-VALUE}).")
  private List<String> servers = List.of();

  @Option(
      names = "--encodings",
      split = ",",
      defaultValue = "CBOR,JSON",
      description = "CBOR (AWS SDK for Java), JSON (default: ${DEFAULT-VALUE}).")
  private List<PutEncoding> encodings = List.of();

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "Each with one request at a time (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--shards",
      defaultValue = "4",
      description = "Of the stream (default: ${DEFAULT-VALUE}).")
  private int shards;

  @Mixin private RoundsOption rounds = new RoundsOption();

  private int opened;

  @Override
  public void run() {
    check("--records", records, FIRST, 1_000_000_000);
    check("--rounds", rounds.rounds(), 1, 1_000);
    check("--connections", connections, 1, 256);
    check("--shards", shards, 1, 50);
    Machine.look().warnings().forEach(this::say);
    try (Workspace workspace = Workspace.open(folder());
        Child load = Child.start(workspace, "puts", PutProgram.class)) {
      List<Emulator> emulators = start(workspace);
      say(
          "%-5s %-20s %12s %9s %15s %14s %7s %9s"
              .formatted(
                  "body",
                  "server",
                  "records/s",
                  "µs CPU",
                  "(least to most)",
                  "records/s/core",
                  "ratio",
                  "load µs"));
      for (PutEncoding encoding : encodings) {
        compare(emulators, load, encoding);
      }
      emulators.forEach(Emulator::close);
    }
  }

  private List<Emulator> start(Workspace workspace) {
    List<Emulator> emulators = new ArrayList<>();
    for (String server : servers) {
      try {
        emulators.add(
            switch (server) {
              case MEMORY -> Emulator.memory(workspace);
              case DISK -> Emulator.disk(workspace);
              case NPM -> Emulator.npm(workspace);
              default ->
                  throw wrong(
                      new IllegalArgumentException(
                          "--servers is %s, must be some of memory,disk,npm".formatted(server)));
            });
      } catch (NotMeasured e) {
        say("%s not measured: %s".formatted(server, e.words()));
      }
    }
    return emulators;
  }

  /** Round by round in turn, so that whatever else the machine does falls on each. */
  private void compare(List<Emulator> emulators, Child load, PutEncoding encoding) {
    List<Entrant> entrants = new ArrayList<>();
    for (Emulator emulator : emulators) {
      String stream = "bench-" + ++opened;
      Map<String, Long> _ =
          load.ask(
              "open %d %s %s %d %d"
                  .formatted(emulator.port(), encoding.option(), stream, shards, connections),
              PATIENCE);
      Entrant entrant = new Entrant(new Puts(emulator, load), encoding);
      entrants.add(entrant);
      entrant.begin();
    }
    for (int i = 1; i <= rounds.rounds(); i++) {
      String what = "round " + i;
      entrants.forEach(entrant -> entrant.round(what));
    }
    entrants.forEach(entrant -> {
      report(entrant, encoding);
      entrant.puts.close();
    });
  }

  private void report(Entrant entrant, PutEncoding encoding) {
    Emulator emulator = entrant.puts.emulator();
    Figures figures =
        new Figures(
            emulator.title(),
            emulator.title(),
            BUDGET_MICROS,
            false,
            entrant.measured,
            Optional.empty());
    double micros = figures.median(Round::cpuMicros);
    say(
        "%-5s %-20s %12.0f %9.2f %15s %14.0f %6.2fx %9.2f"
            .formatted(
                encoding.name(),
                emulator.title(),
                figures.median(Round::perSecond),
                micros,
                "%.2f to %.2f"
                    .formatted(figures.least(Round::cpuMicros), figures.most(Round::cpuMicros)),
                MICROS / micros,
                micros / BUDGET_MICROS,
                figures.other(Puts.LOAD).orElse(0.0)));
  }

  /** A server and what came of its rounds. */
  private final class Entrant {
    private final Puts puts;
    private final String title;
    private final List<Round> measured = new ArrayList<>();
    private Rounds rounds = new Rounds(1, 1, progress());

    Entrant(Puts puts, PutEncoding encoding) {
      this.puts = puts;
      this.title = encoding.name() + ", " + puts.emulator().title();
    }

    /**
     * Finds out how many records it can take in the time that a round may last: from few on, again
     * as it gets warm.
     */
    void begin() {
      long size = FIRST;
      for (int i = 1; i <= SIZING_ROUNDS; i++) {
        Round sizing = new Rounds(size, 1, progress()).round(puts, title, "sizing " + i);
        long most = Math.min(records, size * GROWTH_MAX);
        size = whole(Math.clamp((long) (sizing.perSecond() * ROUND_SECONDS), FIRST, most));
      }
      rounds = new Rounds(size, 1, progress());
      rounds.warmUp(puts, title);
    }

    /** In whole requests. */
    private static long whole(long count) {
      return count - count % PutProgram.RECORDS;
    }

    void round(String what) {
      measured.add(rounds.round(puts, title, what));
    }
  }

  /** Whole requests to one server. */
  private record Puts(Emulator emulator, Child load) implements Subject {
    static final String LOAD = "loadCpuMicros";

    @Override
    public Started measured() {
      return emulator.started();
    }

    @Override
    public Map<String, Double> pass(long messages) {
      Duration before = load.started().cpu();
      Map<String, Long> answer =
          load.ask("run %d %d".formatted(emulator.port(), messages), PATIENCE);
      long put = Child.number(answer, "records");
      if (put != messages) {
        throw new BenchmarkFailure("%d records were put instead of %d".formatted(put, messages));
      }
      double micros = load.started().cpu().minus(before).toNanos() / 1000.0;
      return Map.of(LOAD, micros / messages);
    }

    @Override
    public void close() {
      Map<String, Long> _ = load.ask("close " + emulator.port(), PATIENCE);
    }
  }
}
