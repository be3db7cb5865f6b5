package dev.tributary.rule.sql;

import java.security.SecureRandom;

/**
 * A hash of keys that come from devices. {@code String.hashCode} is known to everybody, so that a
 * payload may be full of keys that share one; this is a polynomial over the field of 2^61-1
 * elements at a point that this process alone knows, and texts that collide in it cannot be found
 * from outside.
 */
final class KeyHash {
  private static final int BITS = 61;
  private static final long PRIME = (1L << BITS) - 1;

  /** Large enough that even short keys go around the field. */
  private static final long POINT = (new SecureRandom().nextLong() & (PRIME >>> 1)) | 1L << 59;

  private KeyHash() {}

  static int of(String key) {
    long hash = key.length() + 1L;
    for (int i = 0; i < key.length(); i++) {
      hash = product(hash) + key.charAt(i);
    }
    hash = product(hash);
    return (int) (hash ^ (hash >>> 32));
  }

  /** With the point, in the field or just above it. */
  private static long product(long hash) {
    long low = hash * POINT;
    long high = Math.multiplyHigh(hash, POINT);
    return (low & PRIME) + (low >>> BITS | high << (Long.SIZE - BITS));
  }
}
