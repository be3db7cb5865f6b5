package dev.tributary.acceptance;

import dev.tributary.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process. What it writes goes to files that stay after the test; its standard input is
 * empty. The environment is ours without any setting of Tributary or AWS, so that a developer's
 * shell does not change a result.
 */
final class Program implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What a program left behind. */
  record Finished(int exitCode, String out, String err) {}

  private final String name;
  private final Path out;
  private final Path err;
  private final Process process;

  private Program(String name, Path out, Path err, Process process) {
    this.name = name;
    this.out = out;
    this.err = err;
    this.process = process;
  }

  /** Starts a command; {@code logs} is the folder for what it writes. */
  static Program start(
      Path logs, String name, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile(logs, name + "-", ".out");
      Path err = Path.of(out.toString().replaceAll("out$", "err"));
      ProcessBuilder builder =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(logs.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(key -> key.startsWith("TRIBUTARY_") || key.startsWith("AWS_"));
      builder.environment().putAll(environment);
      return new Program(name, out, err, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end; fails if it does not come. */
  Finished finished() {
    return finished(PATIENCE);
  }

  Finished finished(Duration patience) {
    Await.until(() -> name + " has ended\n" + story(), patience, () -> !process.isAlive());
    return new Finished(process.exitValue(), out(), err());
  }

  /** All that it wrote, for people. */
  String story() {
    return "--- %s, standard output (%s)%n%s--- standard error%n%s"
        .formatted(name, out, out(), err());
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    Process _ = process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
