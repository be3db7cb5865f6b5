package dev.tributary.benchmarks.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The other end of a {@link Child}: reads commands from standard input, one a line, and answers
 * each with one line, {@code ok name=number …} or {@code error …}. It ends with the input, so that
 * no child outlives a parent that was killed.
 */
public final class CommandLoop {

  /** What a command does. Its argument is empty if none was given; the answer is numbers. */
  @FunctionalInterface
  public interface Command {
    Map<String, Long> run(String argument) throws Exception;
  }

  /** Marks an answer: the log of what we run goes to standard output too. */
  static final String ANSWER = "> ";

  private CommandLoop() {}

  /**
   * Serves until the input ends.
   *
   * @param greeting said at once, without being asked
   */
  public static void serve(Map<String, Long> greeting, Map<String, Command> commands)
      throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println(ANSWER + ok(greeting));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(ANSWER + answer(line, commands));
    }
  }

  private static String answer(String line, Map<String, Command> commands) {
    int blank = line.indexOf(' ');
    String name = blank < 0 ? line : line.substring(0, blank);
    Command command = commands.get(name);
    if (command == null) {
      return "error unknown command " + name;
    }
    try {
      return ok(command.run(blank < 0 ? "" : line.substring(blank + 1)));
    } catch (Exception e) {
      String message = e instanceof BenchmarkFailure failure ? failure.words() : e.toString();
      return "error " + message.replace('\n', ' ');
    }
  }

  private static String ok(Map<String, Long> numbers) {
    return numbers.entrySet().stream()
        .map(number -> number.getKey() + "=" + number.getValue())
        .collect(Collectors.joining(" ", "ok ", ""));
  }
}
