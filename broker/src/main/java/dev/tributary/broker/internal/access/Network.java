package dev.tributary.broker.internal.access;

import java.nio.ByteBuffer;

/**
 * The first bits of an IP address. An IPv4 address in its IPv6 form is the IPv4 address.
 *
 * @param high of IPv6 the first half, of IPv4 nothing
 * @param prefix how many bits count
 */
record Network(boolean six, long high, long low, int prefix) {

  /** All bits, of either kind of address. */
  static final int WHOLE = -1;

  private static final int IPV4_BYTES = 4;
  private static final long MAPPED = 0xFFFFL;

  static Network of(byte[] address, int prefix) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    if (address.length == IPV4_BYTES) {
      return four(bytes.getInt(), prefix);
    }
    long high = bytes.getLong();
    long low = bytes.getLong();
    if (high == 0 && low >>> Integer.SIZE == MAPPED && (prefix == WHOLE || prefix >= 96)) {
      return four((int) low, prefix == WHOLE ? WHOLE : prefix - 96);
    }
    int bits = prefix == WHOLE ? 2 * Long.SIZE : prefix;
    return new Network(
        true,
        high & mask(Math.min(bits, Long.SIZE), Long.SIZE),
        low & mask(Math.max(0, bits - Long.SIZE), Long.SIZE),
        bits);
  }

  private static Network four(int address, int prefix) {
    int bits = prefix == WHOLE ? Integer.SIZE : prefix;
    long low = Integer.toUnsignedLong(address) & mask(bits, Integer.SIZE);
    return new Network(false, 0, low, bits);
  }

  /** The first bits of so many set. */
  private static long mask(int bits, int of) {
    return bits == 0 ? 0 : -1L << (of - bits);
  }
}
