package dev.tributary.server.internal.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one message for people and an exit code. */
final class CommandLineErrors {

  private CommandLineErrors() {}

  /** A command could not do what it was asked for. */
  static int failed(Exception exception, CommandLine command, ParseResult parsed) {
    String message =
        switch (exception) {
          case CommandFailure failure -> failure.getMessage();
          default -> exception.toString();
        };
    command.getErr().println(command.getCommandName() + ": " + message);
    return exception instanceof CommandFailure failure ? failure.exitCode() : 1;
  }
}
