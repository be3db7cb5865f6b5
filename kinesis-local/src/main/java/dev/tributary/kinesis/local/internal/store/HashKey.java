package dev.tributary.kinesis.local.internal.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * A point of the hash range of a stream: an unsigned 128-bit integer. Two longs rather than a
 * BigInteger, because every record needs one.
 */
public record HashKey(long high, long low) implements Comparable<HashKey> {
  public static final HashKey MIN = new HashKey(0, 0);
  public static final HashKey MAX = new HashKey(-1, -1);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final BigInteger RANGE = BigInteger.TWO.pow(128);

  /** Empty when the decimal text is above 2^128-1. The text must be digits only. */
  public static Optional<HashKey> parse(String decimal) {
    BigInteger value = new BigInteger(decimal);
    return value.bitLength() > 128 ? Optional.empty() : Optional.of(of(value));
  }

  /** Of the UTF-8 bytes of a partition key. The digest is MD5 and is reset afterwards. */
  public static HashKey ofPartitionKey(MessageDigest md5, byte[] key) {
    byte[] digest = md5.digest(key);
    return new HashKey((long) LONGS.get(digest, 0), (long) LONGS.get(digest, Long.BYTES));
  }

  public static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /**
   * Where part {@code index} of {@code parts} equal ones starts, as Kinesis divides a new stream.
   */
  static HashKey startOfPart(int index, int parts) {
    BigInteger width = RANGE.divide(BigInteger.valueOf(parts));
    return of(width.multiply(BigInteger.valueOf(index)));
  }

  public HashKey previous() {
    return new HashKey(low == 0 ? high - 1 : high, low - 1);
  }

  boolean isWithin(long distance, HashKey other) {
    return value().subtract(other.value()).abs().compareTo(BigInteger.valueOf(distance)) <= 0;
  }

  private BigInteger value() {
    return new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  private static HashKey of(BigInteger value) {
    return new HashKey(value.shiftRight(64).longValue(), value.longValue());
  }

  @Override
  public int compareTo(HashKey other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The decimal number, as the API writes it. */
  @Override
  public String toString() {
    return value().toString();
  }
}
