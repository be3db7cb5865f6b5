package dev.tributary.server.internal.cli.kinesis;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** A change of one stream; waits until it is ACTIVE and prints what it is then. */
abstract class StreamChange extends StreamsCall {

  @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Option(names = "--no-wait", description = "Do not wait until the stream is ACTIVE again.")
  private boolean noWait;

  abstract void change(KinesisClient kinesis);

  @Override
  final void call(KinesisClient kinesis) throws InterruptedException {
    change(kinesis);
    var wait = new StreamWait(kinesis, this::notice);
    StreamDescriptionSummary summary = noWait ? wait.summary(stream) : wait.untilActive(stream);
    if (isJson()) {
      print(StreamText.json(summary));
    } else {
      out().println(StreamText.line(summary));
    }
  }

  final String stream() {
    return stream;
  }

  /** For the operations that take no name. */
  final String arn(KinesisClient kinesis) {
    return new StreamWait(kinesis, this::notice).summary(stream).streamARN();
  }
}
