package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary streams}: what one needs of streams without the AWS command line. */
@Command(
    name = "streams",
    description = "List, create, change and delete streams.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListStreams.class,
      DescribeStream.class,
      CreateStream.class,
      DeleteStream.class,
      SplitShard.class,
      MergeShards.class,
      ScaleStream.class,
      ChangeRetention.class,
      ChangeMode.class,
      ChangeRecordSize.class,
      ChangeEncryption.class,
      StreamConsumers.class,
      TagStream.class,
      AccountLimits.class
    },
    footer = {
      "",
      "Changes wait until the stream is ACTIVE again, unless --no-wait says otherwise.",
      "Exit codes: 1 it could not be done, 2 the command is wrong."
    })
public final class StreamsCommand extends HelpOption implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
