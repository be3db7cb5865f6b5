package dev.tributary.server.internal.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary version}. */
@Command(name = "version", description = "Print the version of Tributary and of Java.")
final class VersionCommand extends HelpOption implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .printf("tributary %s (Java %s)%n", ProgramVersion.text(), Runtime.version());
    spec.commandLine().getOut().flush();
  }
}
