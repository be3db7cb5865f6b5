package dev.tributary.server.internal.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An argument that is text itself, {@code @FILE} or {@code -} for standard input. */
final class InputArgument {

  private InputArgument() {}

  static byte[] bytes(String option, String argument) {
    try {
      if (argument.equals("-")) {
        return System.in.readAllBytes();
      }
      return argument.startsWith("@")
          ? Files.readAllBytes(Path.of(argument.substring(1)))
          : argument.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          "%s %s cannot be read (%s): expected a file behind the @"
              .formatted(option, argument, e.getClass().getSimpleName()),
          2);
    }
  }

  static String text(String option, String argument) {
    return new String(bytes(option, argument), StandardCharsets.UTF_8);
  }
}
