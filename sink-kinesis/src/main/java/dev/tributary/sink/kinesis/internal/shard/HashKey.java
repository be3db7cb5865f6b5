package dev.tributary.sink.kinesis.internal.shard;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A place in the hash range of a stream: an unsigned integer of 128 bits, in two halves. */
public record HashKey(long high, long low) implements Comparable<HashKey> {

  /** 2^128 has as many; what is longer cannot be one. */
  private static final int DIGITS_MAX = 39;

  /** From 16 bytes, such as an MD5. */
  static HashKey ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new HashKey(buffer.getLong(), buffer.getLong());
  }

  /** From an explicit hash key as Kinesis writes it; null if it is none. */
  public static @Nullable HashKey ofDecimal(String text) {
    if (text.isEmpty() || text.length() > DIGITS_MAX || !isDigits(text)) {
      return null;
    }
    BigInteger number = new BigInteger(text);
    return number.bitLength() > 2 * Long.SIZE
        ? null
        : new HashKey(number.shiftRight(Long.SIZE).longValue(), number.longValue());
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** As Kinesis writes it. */
  public String decimal() {
    byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    return new BigInteger(1, bytes).toString();
  }

  @Override
  public int compareTo(HashKey other) {
    return compare(high, low, other.high, other.low);
  }

  static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }
}
