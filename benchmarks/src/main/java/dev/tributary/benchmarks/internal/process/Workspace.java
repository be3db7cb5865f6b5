package dev.tributary.benchmarks.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A temporary folder and the processes that work in it. Both are gone after {@link #close}, and
 * also when this program is interrupted. Thread-safe.
 */
public final class Workspace implements AutoCloseable {

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::end, "ends what was started");
  private int number;
  private boolean ended;

  private Workspace(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Makes one in {@code parent}. */
  public static Workspace open(Path parent) {
    try {
      return new Workspace(Files.createTempDirectory(parent, "tributary-bench-"));
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot make a temporary folder in " + parent + ": " + e, e);
    }
  }

  public Path folder() {
    return folder;
  }

  /**
   * Starts a program. What it writes goes to files, errors always, output unless we talk with it.
   *
   * @param spoken whether its input and output are pipes to us
   */
  public synchronized Started start(
      String name, List<String> command, Map<String, String> environment, boolean spoken) {
    if (ended) {
      throw new BenchmarkFailure("the benchmark is being ended");
    }
    Path out = folder.resolve(name.replace(' ', '-') + "-" + ++number + ".out");
    Path err = Path.of(out.toString().replaceAll("out$", "err"));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
    if (!spoken) {
      builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(out.toFile());
    }
    // A developer's shell must not change a figure.
    builder.environment().keySet().removeIf(Workspace::isSetting);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      processes.add(process);
      return new Started(name, process, out, err);
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  private static boolean isSetting(String variable) {
    return variable.startsWith("TRIBUTARY_") || variable.startsWith("AWS_");
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private synchronized void end() {
    ended = true;
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      Process _ = process.onExit().join();
    }
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("bench: cannot remove " + folder + ": " + e.getMessage());
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
