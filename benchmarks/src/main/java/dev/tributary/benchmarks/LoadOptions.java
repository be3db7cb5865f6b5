package dev.tributary.benchmarks;

import picocli.CommandLine.Option;

/** What the clients of a load send, and how the server and the report are to be. */
final class LoadOptions {

  @Option(
      names = "--window",
      defaultValue = "16",
      description =
          "Messages of a publisher that are not acknowledged or not delivered (default:"
              + " ${DEFAULT-VALUE}).")
  private int window;

  @Option(
      names = "--payload",
      defaultValue = "200",
      description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
  private int payload;

  @Option(
      names = "--mqtt",
      defaultValue = "4",
      description = "4 for MQTT 3.1.1, or 5 (default: ${DEFAULT-VALUE}).")
  private int mqtt;

  @Option(
      names = "--server-options",
      defaultValue = "",
      description = "More options for Tributary's JVM, such as those of a profiler.")
  private String javaOptions = "";

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  int window() {
    return window;
  }

  int payload() {
    return payload;
  }

  int mqtt() {
    return mqtt;
  }

  String javaOptions() {
    return javaOptions;
  }

  boolean json() {
    return json;
  }
}
