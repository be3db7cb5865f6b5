package dev.tributary.benchmarks.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program of ours that runs a {@link CommandLoop}. One thread asks at a time. Ends when closed;
 * by itself when this process ends.
 */
public final class Child implements AutoCloseable {

  private static final Duration OWN_END = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(60);
  private static final String END = "\0end";

  private final Started started;
  private final PrintWriter commands;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Map<String, Long> greeting;

  private Child(Started started) {
    this.started = started;
    this.commands = new PrintWriter(started.process().outputWriter(StandardCharsets.UTF_8), true);
    Thread.ofVirtual().name("reads " + started.name()).start(this::readLines);
    this.greeting = answer(START);
  }

  /** Starts a main class of ours in a JVM with the server's flags, and waits until it is ready. */
  public static Child start(Workspace workspace, String name, Class<?> main, String... arguments) {
    return start(workspace, OwnJvm.LITTLE, name, main, arguments);
  }

  /**
   * The same with another heap.
   *
   * @param heap such as {@code -Xmx1g}
   */
  public static Child start(
      Workspace workspace, String heap, String name, Class<?> main, String... arguments) {
    return new Child(workspace.start(name, OwnJvm.command(heap, main, arguments), Map.of(), true));
  }

  /** A number that it said at its start. */
  public long greeted(String name) {
    return number(greeting, name);
  }

  /** Sends a command and waits for its numbers. */
  public Map<String, Long> ask(String command, Duration patience) {
    commands.println(command);
    return answer(patience);
  }

  /** The number of this name in an answer. */
  public static long number(Map<String, Long> answer, String name) {
    Long number = answer.get(name);
    if (number == null) {
      throw new IllegalStateException("no " + name + " in " + answer);
    }
    return number;
  }

  public Started started() {
    return started;
  }

  /** Lets it end by itself, which the end of its input tells it to, and helps if it does not. */
  @Override
  public void close() {
    commands.close();
    Optional<Integer> _ = started.awaitEnd(OWN_END);
    started.close();
  }

  private Map<String, Long> answer(Duration patience) {
    String line = nextLine(patience);
    if (!line.startsWith("ok")) {
      throw new BenchmarkFailure(
          started.name()
              + " failed: "
              + (line.startsWith("error ") ? line.substring("error ".length()) : line));
    }
    Map<String, Long> numbers = new HashMap<>();
    for (String pair : line.substring("ok".length()).strip().split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        numbers.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
      }
    }
    return numbers;
  }

  private String nextLine(Duration patience) {
    try {
      String line = lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new BenchmarkFailure(
            "%s has not answered for %d s".formatted(started.name(), patience.toSeconds()));
      }
      if (line.equals(END)) {
        throw new BenchmarkFailure(started.name() + " ended early: " + started.lastWords());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted while waiting for " + started.name(), e);
    }
  }

  private void readLines() {
    try (BufferedReader reader = started.process().inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(CommandLoop.ANSWER)) {
          lines.add(line.substring(CommandLoop.ANSWER.length()));
        }
      }
    } catch (IOException _) {
      // The process was ended while its output was being read: what is needed was read before.
    }
    lines.add(END);
  }
}
