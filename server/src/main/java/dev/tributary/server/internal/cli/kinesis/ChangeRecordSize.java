package dev.tributary.server.internal.cli.kinesis;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code tributary streams record-size}. */
@Command(name = "record-size", description = "Set how large a record may be.")
final class ChangeRecordSize extends StreamChange {

  @Parameters(index = "1", paramLabel = "KIB", description = "KiB, 1024 to 10240.")
  private int size;

  @Override
  void change(KinesisClient kinesis) {
    String arn = arn(kinesis);
    kinesis.updateMaxRecordSize(request -> request.streamARN(arn).maxRecordSizeInKiB(size));
  }
}
