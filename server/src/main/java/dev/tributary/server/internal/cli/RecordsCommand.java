package dev.tributary.server.internal.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** {@code tributary records}: prints the records of a stream, decoded. */
@Command(
    name = "records",
    description = "Print the records of a stream, decoded, one a line.",
    sortOptions = false)
final class RecordsCommand extends HelpOption implements Runnable {

  /** Kinesis allows five reads a second and shard; four leave room for others. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** Where reading starts. */
  enum From {
    TRIM,
    LATEST
  }

  @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Option(
      names = "--from",
      defaultValue = "trim",
      description = "Start at the oldest record (trim) or after the newest (latest).")
  private From from = From.TRIM;

  @Option(names = "--shard", description = "Only this shard, such as shardId-000000000000.")
  private @Nullable String shard;

  @Option(
      names = {"-f", "--follow"},
      description = "Keep reading until stopped.")
  private boolean follow;

  @Option(
      names = "--json",
      description = "Print each record as JSON with its key, shard, sequence number and time.")
  private boolean json;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Override
  public void run() {
    try (KinesisClient kinesis = aws.client()) {
      read(kinesis, System.out);
    } catch (SdkException e) {
      throw aws.failure(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(KinesisClient kinesis, PrintStream out) throws InterruptedException {
    var start = from == From.TRIM ? ShardIteratorType.TRIM_HORIZON : ShardIteratorType.LATEST;
    var reader = new StreamReader(kinesis, stream, shard, start);
    var printer = new RecordPrinter(out, json);
    while (true) {
      StreamReader.Page page = reader.next();
      page.records().forEach(printer::print);
      out.flush();
      if (page.atTip()) {
        if (!follow || reader.isDone()) {
          return;
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
