package dev.tributary.server.internal.cli;

import picocli.CommandLine.Option;

/** {@code --help} alone: {@code -h} is the host, as in every MQTT client. */
public class HelpOption {
  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean asked;

  public boolean helpAsked() {
    return asked;
  }
}
