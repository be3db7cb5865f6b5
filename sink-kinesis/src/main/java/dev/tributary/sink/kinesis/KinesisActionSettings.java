package dev.tributary.sink.kinesis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the records of one action go, and how they are packed.
 *
 * @param stream the name, 1 to 128 letters, digits, {@code _}, {@code .} or {@code -} (Kinesis
 *     limit), or the ARN, which may be of another account
 * @param aggregationBytesMax of one aggregate with everything, 1000 to 1048576
 * @param aggregationRecordsMax in one aggregate, 1 to 100000
 */
public record KinesisActionSettings(
    String stream, Aggregation aggregation, int aggregationBytesMax, int aggregationRecordsMax) {

  /** Kinesis bills a put by units of 25 KB (of 1000 bytes, to be on the safe side). */
  public static final int DEFAULT_AGGREGATION_BYTES_MAX = 25_000;

  public static final int DEFAULT_AGGREGATION_RECORDS_MAX = 10_000;

  private static final int BYTES_MIN = 1000;
  private static final int BYTES_MAX = 1 << 20;
  private static final int RECORDS_MAX = 100_000;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\\d{12}:stream/([a-zA-Z0-9_.-]{1,128})");

  public KinesisActionSettings {
    if (stream.startsWith("arn:")) {
      if (!ARN.matcher(stream).matches()) {
        throw new IllegalArgumentException(
            "stream_arn is '"
                + stream
                + "'; it must be like arn:aws:kinesis:us-east-1:123456789012:stream/name");
      }
    } else if (!NAME.matcher(stream).matches()) {
      throw new IllegalArgumentException(
          "stream_name is '" + stream + "'; it must be 1 to 128 letters, digits, '_', '.' or '-'");
    }
    Settings.range("aggregation_max_bytes", aggregationBytesMax, BYTES_MIN, BYTES_MAX);
    Settings.range("aggregation_max_count", aggregationRecordsMax, 1, RECORDS_MAX);
  }

  /** Without aggregation. */
  public KinesisActionSettings(String stream) {
    this(stream, Aggregation.NONE);
  }

  /** With the usual limits. */
  public KinesisActionSettings(String stream, Aggregation aggregation) {
    this(stream, aggregation, DEFAULT_AGGREGATION_BYTES_MAX, DEFAULT_AGGREGATION_RECORDS_MAX);
  }

  /** The stream's name, also where the ARN is given. */
  public String streamName() {
    Matcher arn = ARN.matcher(stream);
    return arn.matches() ? arn.group(1) : stream;
  }

  boolean isArn() {
    return stream.startsWith("arn:");
  }
}
