package dev.tributary.sink.kinesis;

import java.util.regex.Pattern;

/**
 * Where the records of one action go.
 *
 * @param streamName 1 to 128 letters, digits, {@code _}, {@code .} or {@code -} (Kinesis limit)
 */
public record KinesisActionSettings(String streamName) {

  private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  public KinesisActionSettings {
    if (!STREAM_NAME.matcher(streamName).matches()) {
      throw new IllegalArgumentException(
          "stream_name is '"
              + streamName
              + "'; it must be 1 to 128 letters, digits, '_', '.' or '-'");
    }
  }
}
