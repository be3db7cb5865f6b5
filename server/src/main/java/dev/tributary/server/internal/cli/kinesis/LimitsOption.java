package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.server.internal.cli.CommandFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code --limits}: {@code aws}, {@code off}, or numbers in place of AWS's. */
final class LimitsOption {

  static final String OPTION = "--limits";

  private static final long BYTES_MAX = 1L << 40;
  private static final int PER_SECOND_MAX = 1_000_000_000;
  private static final List<String> NAMES =
      List.of(
          "records",
          "bytes",
          "read-bytes",
          "read-calls",
          "consumer-bytes",
          "control-plane",
          "on-demand-bytes");

  private final Map<String, String> given;

  private LimitsOption(Map<String, String> given) {
    this.given = given;
  }

  static KinesisLimits parse(String text) {
    return switch (text) {
      case "aws" -> KinesisLimits.AWS;
      case "off" -> KinesisLimits.OFF;
      default -> new LimitsOption(parts(text)).limits();
    };
  }

  private KinesisLimits limits() {
    KinesisLimits aws = KinesisLimits.AWS;
    return new KinesisLimits(
        number("records", aws.shardRecordsPerSecond()),
        bytes("bytes", aws.shardBytesPerSecond()),
        bytes("read-bytes", aws.shardReadBytesPerSecond()),
        number("read-calls", aws.shardReadCallsPerSecond()),
        bytes("consumer-bytes", aws.consumerReadBytesPerSecond()),
        given.containsKey("control-plane")
            ? OptionValue.onOrOff(named("control-plane"), given.get("control-plane"))
            : aws.controlPlane(),
        bytes("on-demand-bytes", aws.onDemandBytesPerSecond()));
  }

  private int number(String name, int otherwise) {
    String text = given.get(name);
    return text == null ? otherwise : OptionValue.integer(named(name), text, 0, PER_SECOND_MAX);
  }

  private long bytes(String name, long otherwise) {
    String text = given.get(name);
    return text == null ? otherwise : OptionValue.bytes(named(name), text, 0, BYTES_MAX);
  }

  private static String named(String name) {
    return OPTION + " " + name;
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals).strip();
      if (equals < 0 || !NAMES.contains(name)) {
        throw new CommandFailure(
            "%s %s is not valid: expected aws, off, or NAME=NUMBER separated by commas, of %s"
                .formatted(OPTION, text, String.join(", ", NAMES)),
            2);
      }
      parts.put(name, part.substring(equals + 1).strip());
    }
    return parts;
  }
}
