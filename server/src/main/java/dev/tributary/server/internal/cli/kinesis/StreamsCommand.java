package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.HelpOption;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** {@code tributary streams}: what one needs of streams without the AWS command line. */
@Command(
    name = "streams",
    description = "List, create, delete and describe streams.",
    synopsisSubcommandLabel = "COMMAND")
public final class StreamsCommand extends HelpOption implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: list, create, delete or describe");
  }

  @Command(name = "list", description = "Print the names of the streams, one a line.")
  void list(@Mixin AwsOptions aws, @Mixin HelpOption helpOption) {
    call(
        aws,
        kinesis ->
            kinesis.listStreamsPaginator().stream()
                .flatMap(page -> page.streamNames().stream())
                .forEach(out()::println));
  }

  @Command(name = "create", description = "Create a stream.")
  void create(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String stream,
      @Option(
              names = "--shards",
              defaultValue = "1",
              description = "Number of shards (default: ${DEFAULT-VALUE}).")
          int shards,
      @Mixin AwsOptions aws,
      @Mixin HelpOption helpOption) {
    call(
        aws,
        kinesis -> {
          kinesis.createStream(request -> request.streamName(stream).shardCount(shards));
          kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream));
          out().printf("created %s with %d shard(s)%n", stream, shards);
        });
  }

  @Command(name = "delete", description = "Delete a stream with all its records.")
  void delete(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String stream,
      @Mixin AwsOptions aws,
      @Mixin HelpOption helpOption) {
    call(
        aws,
        kinesis -> {
          kinesis.deleteStream(request -> request.streamName(stream));
          out().printf("deleted %s%n", stream);
        });
  }

  @Command(name = "describe", description = "Print state, shards and limits of a stream.")
  void describe(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String stream,
      @Mixin AwsOptions aws,
      @Mixin HelpOption helpOption) {
    call(
        aws,
        kinesis -> {
          var summary =
              kinesis
                  .describeStreamSummary(request -> request.streamName(stream))
                  .streamDescriptionSummary();
          out().printf("name       %s%n", summary.streamName());
          out().printf("arn        %s%n", summary.streamARN());
          out().printf("status     %s%n", summary.streamStatusAsString());
          out().printf("mode       %s%n", summary.streamModeDetails().streamModeAsString());
          out().printf("retention  %d h%n", summary.retentionPeriodHours());
          out().printf("created    %s%n", summary.streamCreationTimestamp());
          out().printf("shards     %d open%n", summary.openShardCount());
          for (Shard shard : kinesis.listShards(request -> request.streamName(stream)).shards()) {
            out()
                .printf(
                    "  %s  hash keys %s to %s%n",
                    shard.shardId(),
                    shard.hashKeyRange().startingHashKey(),
                    shard.hashKeyRange().endingHashKey());
          }
        });
  }

  private void call(AwsOptions aws, Consumer<KinesisClient> work) {
    try (KinesisClient kinesis = aws.client()) {
      work.accept(kinesis);
      out().flush();
    } catch (SdkException e) {
      throw KinesisFailure.of(e, aws.place());
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
