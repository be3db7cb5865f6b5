package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Stream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The ids of streams. AWS documents their form and reserves them for the future; here they are made
 * of a stream's ARN and the time of its creation, so that they outlive a restart.
 */
final class StreamIds {
  private static final int FIRST_CHARS = 20;
  private static final int LAST_CHARS = 3;

  private StreamIds() {}

  static String of(Stream stream) {
    byte[] source = (stream.arn() + '@' + stream.createdMillis()).getBytes(StandardCharsets.UTF_8);
    String digits = new BigInteger(1, HashKey.md5().digest(source)).toString(Character.MAX_RADIX);
    String padded = "0".repeat(FIRST_CHARS + LAST_CHARS) + digits;
    String all = padded.substring(padded.length() - FIRST_CHARS - LAST_CHARS);
    return all.substring(0, FIRST_CHARS) + '-' + all.substring(FIRST_CHARS);
  }
}
