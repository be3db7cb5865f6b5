package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server as users start it: {@code bin/tributary start} of the distribution, which becomes the
 * JVM, so that the process measured is the real one.
 */
final class TributaryServer implements RunningBroker {

  private static final String DISTRIBUTION = "tributary.distribution";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Pattern READY = Pattern.compile("is ready in .*: MQTT \\S+:(\\d+),");

  private final Started started;
  private final Path data;
  private final int port;
  private final GcLog gc;

  private TributaryServer(Started started, Path data, int port, GcLog gc) {
    this.started = started;
    this.data = data;
    this.port = port;
    this.gc = gc;
  }

  /**
   * @throws NotMeasured with its own words, if it ends at once: it does not know this configuration
   */
  static TributaryServer start(
      Workspace workspace, String name, String configuration, String javaOptions)
      throws NotMeasured {
    try {
      Path folder = Files.createTempDirectory(workspace.folder(), name + "-");
      return start(workspace, name, configuration, javaOptions, folder.resolve("data"));
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot write to " + workspace.folder() + ": " + e, e);
    }
  }

  /**
   * On data that may be there already.
   *
   * @throws NotMeasured with its own words, if it ends at once
   */
  static TributaryServer start(
      Workspace workspace, String name, String configuration, String javaOptions, Path data)
      throws NotMeasured {
    try {
      Path folder = Files.createTempDirectory(workspace.folder(), name + "-");
      Path file = Files.writeString(folder.resolve("tributary.conf"), configuration);
      Path gc = folder.resolve("gc.log");
      Map<String, String> environment =
          Map.of(
              "TRIBUTARY_NODE__DATA_DIR", data.toString(),
              "TRIBUTARY_JAVA_OPTIONS", "-Xlog:gc:file=" + gc + " " + javaOptions,
              "JAVA_HOME", System.getProperty("java.home"));
      List<String> command = List.of(program().toString(), "start", "--config", file.toString());
      Started started = workspace.start(name, command, environment, false);
      return new TributaryServer(started, data, awaitReady(started), new GcLog(gc));
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot write to " + workspace.folder() + ": " + e, e);
    }
  }

  private static Path program() {
    return distribution().resolve("bin").resolve("tributary");
  }

  private static Path distribution() {
    String distribution = System.getProperty(DISTRIBUTION);
    if (distribution == null) {
      throw new BenchmarkFailure(DISTRIBUTION + " is not set; start with ./tributary bench");
    }
    return Path.of(distribution);
  }

  /** The folder of the sources: the distribution is its server/target/tributary. */
  static Path checkout() {
    return distribution().resolve("../../..").normalize();
  }

  private static int awaitReady(Started started) throws NotMeasured {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      boolean isAlive = started.process().isAlive();
      Matcher ready = READY.matcher(started.output());
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
      if (!isAlive) {
        throw new NotMeasured(started.lastWords());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    started.close();
    throw new BenchmarkFailure("the server was not ready after " + PATIENCE.toSeconds() + " s");
  }

  @Override
  public Started started() {
    return started;
  }

  @Override
  public int port() {
    return port;
  }

  GcLog gc() {
    return gc;
  }

  /** Ends it and removes its data, which may be large. */
  @Override
  public void close() {
    started.close();
    try {
      Workspace.delete(data);
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot remove " + data + ": " + e, e);
    }
  }
}
