package dev.tributary.benchmarks.internal.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs on our own class path, with the flags with which the server runs. */
public final class OwnJvm {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.awt.headless=true",
          "-XX:+UseG1GC");

  /** What a load or a part alone has. */
  static final String LITTLE = "-Xmx1g";

  private OwnJvm() {}

  /**
   * @param heap how much there may be, such as {@code -Xmx1g}
   */
  static List<String> command(String heap, Class<?> main, String... arguments) {
    List<String> command = java();
    command.add(heap);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The beginning of a command line like that of {@code bin/tributary start}, for others. */
  public static List<String> serverCommand() {
    List<String> command = java();
    command.addAll(List.of("-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError"));
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    return command;
  }
}
