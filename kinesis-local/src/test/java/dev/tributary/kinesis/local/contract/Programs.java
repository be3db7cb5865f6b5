package dev.tributary.kinesis.local.contract;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs of others, which a machine may lack. */
final class Programs {
  private Programs() {}

  /** Skips the test that calls it where one is missing; with {@code CI=true} it fails. */
  static void require(String... names) {
    for (String name : names) {
      if (!isInstalled(name) && "true".equals(System.getenv("CI"))) {
        throw new AssertionError(name + " is not installed, and with CI=true nothing is skipped");
      }
    }
    prefer(names);
  }

  /** Skips the test that calls it where one is missing. */
  static void prefer(String... names) {
    for (String name : names) {
      Assumptions.assumeTrue(isInstalled(name), "skipped: " + name + " is not installed");
    }
  }

  private static boolean isInstalled(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .anyMatch(Files::isExecutable);
  }
}
