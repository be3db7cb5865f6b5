package dev.tributary.sink.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * A stream as requests name it: by name or by ARN, never by both.
 *
 * @param name null if there is an ARN
 */
record StreamAddress(@Nullable String name, @Nullable String arn) {

  static StreamAddress of(KinesisActionSettings settings) {
    return settings.isArn()
        ? new StreamAddress(null, settings.stream())
        : new StreamAddress(settings.stream(), null);
  }

  /** For messages to people. */
  @Override
  public String toString() {
    return "stream " + (arn == null ? name : arn);
  }
}
