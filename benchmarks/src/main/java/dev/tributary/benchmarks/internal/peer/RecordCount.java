package dev.tributary.benchmarks.internal.peer;

import java.util.Arrays;

/**
 * What a request of PutRecords holds. Mutable, for one connection.
 *
 * <p>An aggregate begins with four fixed bytes, then come protobuf fields, of which number 3 is a
 * user record, and 16 bytes of MD5.
 */
final class RecordCount {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int MAGIC_BYTES = MAGIC.length;
  private static final int DIGEST_BYTES = 16;
  private static final int USER_RECORD = 3;
  private static final int WIRE_TYPE_BYTES = 2;

  private int records;
  private long userRecords;
  private long dataBytes;

  /** One record with this data. */
  void add(byte[] bytes, int from, int length) {
    records++;
    dataBytes += length;
    boolean aggregated =
        length > MAGIC_BYTES + DIGEST_BYTES
            && Arrays.equals(bytes, from, from + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES);
    userRecords += aggregated ? inside(bytes, from + MAGIC_BYTES, from + length - DIGEST_BYTES) : 1;
  }

  int records() {
    return records;
  }

  /** Those inside aggregates, and those that travelled alone. */
  long userRecords() {
    return userRecords;
  }

  long dataBytes() {
    return dataBytes;
  }

  private static long inside(byte[] bytes, int from, int end) {
    long count = 0;
    int at = from;
    while (at < end) {
      int tag = bytes[at++];
      long value = 0;
      int shift = 0;
      int digit;
      do {
        digit = bytes[at++];
        value |= (long) (digit & 0x7F) << shift;
        shift += 7;
      } while (digit < 0 && at < end);
      if ((tag & 7) == WIRE_TYPE_BYTES) {
        count += tag >> 3 == USER_RECORD ? 1 : 0;
        at += (int) value;
      }
    }
    return count;
  }
}
