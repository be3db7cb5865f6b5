package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import dev.tributary.server.internal.cli.HelpOption;
import dev.tributary.server.internal.records.KplAggregate;
import dev.tributary.server.internal.records.NoSuchShardException;
import dev.tributary.server.internal.records.ReadRecord;
import dev.tributary.server.internal.records.StartingPoint;
import dev.tributary.server.internal.records.StreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code tributary records}: prints the records of a stream, decoded. */
@Command(
    name = "records",
    description = "Print the records of a stream, decoded, one a line.",
    sortOptions = false,
    footer = {
      "",
      "The records of all shards are printed in the order of their arrival, and those of a shard before those of its children.",
      "Exit codes: 1 it could not be done, 2 the command is wrong."
    })
public final class RecordsCommand extends HelpOption implements Runnable {

  @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      defaultValue = "trim",
      description = {
        "Start at the oldest record (trim), after the newest (latest), at those that arrived since"
            + " time=2026-11-23T08:00:00Z or time=15m ago, or with --shard at sequence=NUMBER"
            + " (default: ${DEFAULT-VALUE})."
      })
  private String from = "trim";

  @Option(names = "--shard", description = "Only this shard, such as shardId-000000000000.")
  private @Nullable String shard;

  @Option(
      names = {"-f", "--follow"},
      description = "Keep reading until stopped, also over splits and merges.")
  private boolean follow;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "End after so many records.")
  private @Nullable String limit;

  @Option(
      names = "--deaggregate",
      description = "Take aggregates of the Kinesis Producer Library's format apart.")
  private boolean deaggregate;

  @Option(
      names = "--json",
      description = "Print each record as JSON with its key, shard, sequence number and time.")
  private boolean json;

  @Option(
      names = "--binary",
      paramLabel = "base64|hex",
      defaultValue = "base64",
      description = "How data that is no text is shown (default: ${DEFAULT-VALUE}).")
  private RecordPrinter.Binary binary = RecordPrinter.Binary.BASE64;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    StreamReader.Request request = request();
    long most =
        limit == null
            ? Long.MAX_VALUE
            : OptionValue.integer("--limit", limit, 1, Integer.MAX_VALUE);
    try (KinesisClient kinesis = aws.client()) {
      var reader =
          new StreamReader(
              kinesis, request, InstantSource.system(), new SplittableRandom(), this::notice);
      read(reader, most, System.out);
    } catch (SdkException e) {
      throw KinesisFailure.of(e, aws.place());
    } catch (NoSuchShardException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private StreamReader.Request request() {
    StartingPoint start = FromOption.parse(from, Instant.now());
    if (start instanceof StartingPoint.AtSequence && shard == null) {
      throw new CommandFailure(
          "--from %s: expected --shard as well, for sequence numbers belong to a shard"
              .formatted(from),
          2);
    }
    return new StreamReader.Request(stream, shard, start, follow);
  }

  private void read(StreamReader reader, long most, PrintStream out)
      throws NoSuchShardException, InterruptedException {
    var printer = new RecordPrinter(out, json, binary);
    long left = most;
    while (left > 0 && !reader.isDone()) {
      for (ReadRecord record : reader.next()) {
        List<ReadRecord> users = deaggregate ? KplAggregate.users(record) : List.of(record);
        users.stream().limit(left).forEach(printer::print);
        left -= Math.min(left, users.size());
      }
      // Whoever reads the output may have gone, as head(1) does.
      if (out.checkError()) {
        return;
      }
      if (left > 0 && !reader.isDone()) {
        Thread.sleep(reader.pause());
      }
    }
  }

  private void notice(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("records: " + text);
    err.flush();
  }
}
