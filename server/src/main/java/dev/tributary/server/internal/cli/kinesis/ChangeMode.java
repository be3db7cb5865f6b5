package dev.tributary.server.internal.cli.kinesis;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** {@code tributary streams mode}. */
@Command(name = "mode", description = "Set who says how many shards there are.")
final class ChangeMode extends StreamChange {

  @Parameters(
      index = "1",
      paramLabel = "on-demand|provisioned",
      description = "Kinesis by what is written (on-demand), or you (provisioned).")
  private String mode = "";

  @Override
  void check(KinesisPlace place) {
    if (mode() == StreamMode.UNKNOWN_TO_SDK_VERSION) {
      throw wrong("mode %s is not valid: expected on-demand or provisioned".formatted(mode));
    }
  }

  @Override
  void change(KinesisClient kinesis) {
    String arn = arn(kinesis);
    kinesis.updateStreamMode(
        request -> request.streamARN(arn).streamModeDetails(details -> details.streamMode(mode())));
  }

  private StreamMode mode() {
    return StreamMode.fromValue(mode.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
