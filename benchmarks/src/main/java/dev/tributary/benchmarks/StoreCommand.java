package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Workspace;
import dev.tributary.benchmarks.internal.store.StoreProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench store}: sessions and retained messages in RocksDB, without the broker. */
@Command(
    name = "store",
    description =
        "How long it takes to open and read stored sessions and retained messages; CPU of storing"
            + " and removing a message.",
    sortOptions = false)
final class StoreCommand extends MeasuringCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final double SECOND = 1e9;
  private static final int WARM_UP = 2;

  /** In the data directory of a server. */
  private static final String STORE_FOLDER = "mqtt";

  @Option(
      names = "--stored",
      defaultValue = "1000000",
      description = "Sessions, and retained messages, at the start (default: ${DEFAULT-VALUE}).")
  private long stored;

  @Option(
      names = "--messages",
      defaultValue = "500000",
      description = "Messages in a round (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--sessions",
      split = ",",
      defaultValue = "1,1000",
      description = "Sessions that the messages are for (default: ${DEFAULT-VALUE}).")
  private List<Integer> sessions = List.of();

  @Option(names = "--sync", description = "Each write is on the disk before it counts.")
  private boolean sync;

  @Mixin private RoundsOption rounds = new RoundsOption();

  @Override
  public void run() {
    check("--stored", stored, 1_000, 100_000_000);
    check("--messages", messages, 1_000, 1_000_000_000);
    check("--rounds", rounds.rounds(), 1, 1_000);
    sessions.forEach(count -> check("--sessions", count, 1, 10_000_000));
    Machine.look().warnings().forEach(this::say);
    try (Workspace workspace = Workspace.open(folder())) {
      start(workspace, "sessions");
      start(workspace, "retained");
      say("%-9s %12s %12s %15s".formatted("sessions", "messages/s", "µs CPU", "(least to most)"));
      for (int count : sessions) {
        queue(workspace, count);
      }
    }
  }

  /** In processes of their own, as after a stop of the server. */
  private void start(Workspace workspace, String what) {
    double filled;
    try (Child store = child(workspace, what)) {
      filled = seconds(store.ask(what + " " + stored, PATIENCE), "wallNanos");
    }
    try (Child store = child(workspace, what)) {
      Map<String, Long> answer = store.ask("load", PATIENCE);
      if (Child.number(answer, "found") != stored) {
        throw new BenchmarkFailure("of %d %s %s were found".formatted(stored, what, answer));
      }
      say(
          "%d %s: stored in %.1f s; opened in %.2f s, read in %.2f s (%.2f s CPU)"
              .formatted(
                  stored,
                  what,
                  filled,
                  seconds(answer, "openNanos"),
                  seconds(answer, "loadNanos"),
                  seconds(answer, "cpuNanos")));
    }
    wholeServer(workspace, what);
  }

  /** What users wait for: all of it is in its place, and clients are let in. */
  private void wholeServer(Workspace workspace, String what) {
    Path data = workspace.folder().resolve("store-" + what);
    String configuration = ServerConfiguration.doors() + "durable_sessions.enable = true\n";
    long start = System.nanoTime();
    try (TributaryServer server =
        TributaryServer.start(workspace, "server-" + what, configuration, "", data)) {
      double ready = (System.nanoTime() - start) / SECOND;
      long heap = Heap.live(workspace, server.started());
      say(
          "  the whole server is ready %.1f s after its start (%.1f s CPU), with %d B of heap for each"
              .formatted(
                  ready, server.started().cpu().toNanos() / SECOND, heap / Math.max(1, stored)));
    } catch (NotMeasured e) {
      throw new BenchmarkFailure("the server does not start on " + data + ": " + e.words(), e);
    }
  }

  private void queue(Workspace workspace, int count) {
    try (Child store = child(workspace, "queue-" + count)) {
      String round = "queue %d %d".formatted(count, messages);
      for (int i = 0; i < WARM_UP; i++) {
        Map<String, Long> _ = store.ask(round, PATIENCE);
      }
      List<Round> measured = new ArrayList<>();
      for (int i = 0; i < rounds.rounds(); i++) {
        Map<String, Long> answer = store.ask(round, PATIENCE);
        measured.add(
            new Round(
                messages,
                Duration.ofNanos(Child.number(answer, "wallNanos")),
                Duration.ofNanos(Child.number(answer, "cpuNanos")),
                Map.of()));
      }
      Figures figures = new Figures("queue", "queue", 0, false, measured, Optional.empty());
      say(
          "%-9d %12.0f %12.3f %15s"
              .formatted(
                  count,
                  figures.median(Round::perSecond),
                  figures.median(Round::cpuMicros),
                  "%.3f to %.3f"
                      .formatted(figures.least(Round::cpuMicros), figures.most(Round::cpuMicros))));
    }
  }

  /** The store lies where a server with that data directory has it. */
  private Child child(Workspace workspace, String name) {
    Path store = workspace.folder().resolve("store-" + name).resolve(STORE_FOLDER);
    try {
      Files.createDirectories(store);
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot make the folder " + store + ": " + e, e);
    }
    return Child.start(
        workspace, "store-" + name, StoreProgram.class, store.toString(), Boolean.toString(sync));
  }

  private static double seconds(Map<String, Long> answer, String name) {
    return Child.number(answer, name) / SECOND;
  }
}
