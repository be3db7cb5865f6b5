package dev.tributary.benchmarks;

import picocli.CommandLine.Option;

/** {@code --help} alone, as in all commands of Tributary. */
class HelpOption {
  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean asked;

  boolean helpAsked() {
    return asked;
  }
}
