package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.kinesis.LocalKinesisProgram;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Child;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A local Kinesis that runs: ours, or the npm package {@code kinesis-local}. */
record Emulator(String title, Started started, int port, AutoCloseable end)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration FETCHING = Duration.ofMinutes(5);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Pattern LISTENING = Pattern.compile("listening plain (\\d+)");

  /** What a server has that is started with {@code ./tributary} on a machine of 2 GiB. */
  private static final String HEAP = "-Xmx1200m";

  static Emulator memory(Workspace workspace) {
    return ours(Child.start(workspace, HEAP, "local-kinesis", LocalKinesisProgram.class), "memory");
  }

  static Emulator disk(Workspace workspace) {
    String directory = workspace.folder().resolve("kinesis").toString();
    Child child =
        Child.start(workspace, HEAP, "local-kinesis-disk", LocalKinesisProgram.class, directory);
    return ours(child, "disk");
  }

  private static Emulator ours(Child child, String storage) {
    return new Emulator(
        "Tributary, " + storage, child.started(), (int) child.greeted("port"), child);
  }

  /**
   * The package that the contract tests of module kinesis-local compare with, and their way to
   * start it.
   *
   * @throws NotMeasured if there is no node, or it cannot be fetched
   */
  static Emulator npm(Workspace workspace) throws NotMeasured {
    Path project = TributaryServer.checkout().resolve("kinesis-local").resolve("js");
    Path installed = project.resolve("node_modules").resolve("kinesis-local");
    try {
      if (!Files.isDirectory(installed)) {
        install(workspace, project);
      }
      Map<String, String> environment = new HashMap<>();
      // Ports that announce.cjs replaces by such as the system chooses.
      environment.put("KINESIS_MOCK_PLAIN_PORT", "1");
      environment.put("KINESIS_MOCK_TLS_PORT", "2");
      environment.put("LOG_LEVEL", "ERROR");
      List<String> command =
          List.of(
              "sh",
              "-c",
              // It ends with its input, which is a pipe that nobody writes to and nobody closes.
              "mkfifo npm-input && exec 9<>npm-input && cd '%s'".formatted(installed)
                  + " && exec node --require ../../announce.cjs main.js <&9");
      Started started = workspace.start("kinesis-local-npm", command, environment, false);
      return new Emulator("kinesis-local (npm)", started, announced(started), started);
    } catch (BenchmarkFailure e) {
      throw new NotMeasured(e.words());
    }
  }

  private static void install(Workspace workspace, Path project) throws NotMeasured {
    List<String> command =
        List.of("npm", "ci", "--no-audit", "--no-fund", "--prefix", project.toString());
    try (Started npm = workspace.start("npm ci", command, Map.of(), false)) {
      Optional<Integer> code = npm.awaitEnd(FETCHING);
      if (code.isEmpty() || code.get() != 0) {
        throw new NotMeasured("kinesis-local could not be fetched: " + npm.lastWords());
      }
    }
  }

  private static int announced(Started started) throws NotMeasured {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      boolean isAlive = started.process().isAlive();
      Matcher listening = LISTENING.matcher(started.output());
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      if (!isAlive) {
        throw new NotMeasured("it does not start: " + started.lastWords());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    started.close();
    throw new NotMeasured("it was not ready after " + PATIENCE.toSeconds() + " s");
  }

  @Override
  public void close() {
    try {
      end.close();
    } catch (Exception e) {
      throw new BenchmarkFailure(title + " does not end: " + e, e);
    }
  }
}
