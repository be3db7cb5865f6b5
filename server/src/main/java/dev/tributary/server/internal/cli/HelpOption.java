package dev.tributary.server.internal.cli;

import picocli.CommandLine.Option;

/** {@code --help} alone: {@code -h} is the host, as in every MQTT client. */
class HelpOption {
  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean asked;

  boolean helpAsked() {
    return asked;
  }
}
