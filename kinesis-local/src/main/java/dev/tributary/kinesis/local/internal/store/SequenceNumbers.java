package dev.tributary.kinesis.local.internal.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sequence numbers of one shard: 56 decimal digits as Kinesis has them, made of
 *
 * <pre>49 | time (14 digits) | position in the shard (14) | process (10) | stream (8) | shard (8)
 * </pre>
 *
 * Time stands first, so that numbers grow across restarts; the process' random number keeps them
 * apart even when the clock was set back between two runs; the stream's number, when a stream is
 * deleted and created again within a millisecond. What is kept on disk has one process' number for
 * ever: there positions and streams' numbers go on where they ended.
 */
final class SequenceNumbers {
  private static final String PREFIX = "49";
  private static final int TIME_AT = 2;
  private static final int POSITION_AT = TIME_AT + 14;
  private static final int SUFFIX_AT = POSITION_AT + 14;
  private static final int LENGTH = 56;
  private static final Pattern FORM = Pattern.compile("49\\d{54}");

  /** What a sequence number says. */
  record Parts(long millis, long position) {}

  /** Makes those of the shards of one store. */
  @FunctionalInterface
  interface Maker {
    SequenceNumbers of(int stream, int shard);
  }

  private final String suffix;

  /** A number whose time and position are 0. */
  private final byte[] zero;

  SequenceNumbers(long process, int stream, int shard) {
    this.suffix = "%010d%08d%08d".formatted(Math.floorMod(process, 10_000_000_000L), stream, shard);
    this.zero =
        (PREFIX + "0".repeat(SUFFIX_AT - TIME_AT) + suffix).getBytes(StandardCharsets.US_ASCII);
    assert zero.length == LENGTH;
  }

  String format(long millis, long position) {
    byte[] text = zero.clone();
    digits(text, POSITION_AT, millis);
    digits(text, SUFFIX_AT, position);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Right-aligned. By hand: this is done for every record. */
  private static void digits(byte[] text, int end, long value) {
    int at = end;
    for (long rest = value; rest > 0; rest /= 10) {
      text[--at] = (byte) ('0' + rest % 10);
    }
  }

  static long millisOf(String number) {
    return FORM.matcher(number).matches()
        ? Long.parseLong(number, TIME_AT, POSITION_AT, 10)
        : Long.MAX_VALUE;
  }

  /** Empty when the number is not one of this shard. */
  Optional<Parts> parse(String number) {
    if (!FORM.matcher(number).matches() || !number.endsWith(suffix)) {
      return Optional.empty();
    }
    return Optional.of(
        new Parts(
            Long.parseLong(number, TIME_AT, POSITION_AT, 10),
            Long.parseLong(number, POSITION_AT, SUFFIX_AT, 10)));
  }
}
