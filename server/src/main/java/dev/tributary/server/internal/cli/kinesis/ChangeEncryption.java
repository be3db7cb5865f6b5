package dev.tributary.server.internal.cli.kinesis;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** {@code tributary streams encryption}. */
@Command(name = "encryption", description = "Switch encryption at rest on or off.")
final class ChangeEncryption extends StreamChange {

  @Parameters(index = "1", paramLabel = "on|off", description = "On or off.")
  private String state = "";

  @Option(
      names = "--key",
      defaultValue = "alias/aws/kinesis",
      description = "Id, ARN or alias of the KMS key (default: ${DEFAULT-VALUE}).")
  private String key = "";

  @Override
  void check(KinesisPlace place) {
    boolean _ = OptionValue.onOrOff("encryption", state);
  }

  @Override
  void change(KinesisClient kinesis) {
    if (state.equals("on")) {
      kinesis.startStreamEncryption(
          request -> request.streamName(stream()).encryptionType(EncryptionType.KMS).keyId(key));
      return;
    }
    StreamDescriptionSummary now = new StreamWait(kinesis, this::notice).summary(stream());
    if (now.encryptionType() == EncryptionType.KMS) {
      kinesis.stopStreamEncryption(request ->
          request.streamName(stream()).encryptionType(EncryptionType.KMS).keyId(now.keyId()));
    }
  }
}
