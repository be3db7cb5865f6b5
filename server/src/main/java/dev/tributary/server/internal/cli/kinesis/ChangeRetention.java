package dev.tributary.server.internal.cli.kinesis;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code tributary streams retention}. */
@Command(name = "retention", description = "Set how long records are kept.")
final class ChangeRetention extends StreamChange {

  private static final Pattern HOURS = Pattern.compile("\\d{1,6}");

  @Parameters(
      index = "1",
      paramLabel = "HOURS",
      description = "How long: hours such as 48 or 48h, or days such as 7d.")
  private String retention = "";

  @Override
  void check(KinesisPlace place) {
    int _ = hours();
  }

  @Override
  void change(KinesisClient kinesis) {
    int hours = hours();
    int now = new StreamWait(kinesis, this::notice).summary(stream()).retentionPeriodHours();
    if (hours > now) {
      kinesis.increaseStreamRetentionPeriod(
          request -> request.streamName(stream()).retentionPeriodHours(hours));
    } else if (hours < now) {
      kinesis.decreaseStreamRetentionPeriod(
          request -> request.streamName(stream()).retentionPeriodHours(hours));
    }
  }

  private int hours() {
    String text = HOURS.matcher(retention).matches() ? retention + "h" : retention;
    Duration kept = OptionValue.duration("HOURS", text, Duration.ofHours(1), Duration.ofDays(365));
    if (!kept.equals(Duration.ofHours(kept.toHours()))) {
      throw wrong("HOURS %s is not valid: expected whole hours".formatted(retention));
    }
    return (int) kept.toHours();
  }
}
