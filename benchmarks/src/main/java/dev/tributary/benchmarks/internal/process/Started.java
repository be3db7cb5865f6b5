package dev.tributary.benchmarks.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs, and the files that it writes to.
 *
 * @param out its standard output, unless that is read by us
 */
public record Started(String name, Process process, Path out, Path err) implements AutoCloseable {

  private static final int LAST_WORDS_MAX = 600;
  private static final long STOP_SECONDS = 40;

  /**
   * CPU used so far by all its threads, user and system.
   *
   * @throws BenchmarkFailure if the process has ended or the system does not tell
   */
  public Duration cpu() {
    Optional<Duration> used = process.toHandle().info().totalCpuDuration();
    return used.orElseThrow(() ->
        new BenchmarkFailure(
            process.isAlive()
                ? "this system does not tell how much CPU a process uses"
                : name + " ended early: " + lastWords()));
  }

  /** The most memory that was resident, in bytes; empty where there is no /proc. */
  public OptionalLong residentPeak() {
    return status("VmHWM:");
  }

  /** The memory that is resident, in bytes; empty where there is no /proc. */
  public OptionalLong resident() {
    return status("VmRSS:");
  }

  private OptionalLong status(String field) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  /** The end of what it wrote, errors first: for a message to people. */
  public String lastWords() {
    String words = text(err).strip();
    if (words.isEmpty()) {
      words = text(out).strip();
    }
    if (words.isEmpty()) {
      return "it said nothing";
    }
    return words.length() <= LAST_WORDS_MAX
        ? words
        : "…" + words.substring(words.length() - LAST_WORDS_MAX);
  }

  /** What it has written so far to a file of its own. */
  static String text(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      return "cannot read " + file + ": " + e;
    }
  }

  public String output() {
    return text(out);
  }

  /** Waits for its end, but no longer than this; empty if it has not come. */
  public Optional<Integer> awaitEnd(Duration patience) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(process.exitValue());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** Asks it to end, waits, and ends it by force if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
