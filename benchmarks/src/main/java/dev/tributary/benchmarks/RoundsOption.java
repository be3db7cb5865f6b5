package dev.tributary.benchmarks;

import picocli.CommandLine.Option;

/** How often it is measured. */
final class RoundsOption {

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds after warm-up; medians are shown (default: ${DEFAULT-VALUE}).")
  private int rounds;

  int rounds() {
    return rounds;
  }
}
