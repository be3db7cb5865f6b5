package dev.tributary.server;

import dev.tributary.server.internal.cli.TributaryCommand;

/**
 * Where the program starts. Exit codes: 0 done, 1 it could not be done, 2 it was asked for wrongly.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return TributaryCommand.commandLine().execute(arguments);
  }
}
