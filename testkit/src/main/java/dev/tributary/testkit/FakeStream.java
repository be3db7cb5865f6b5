package dev.tributary.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A stream's name and its shards, which divide the hash range evenly. */
record FakeStream(String name, int shards) {
  private static final BigInteger RANGE = BigInteger.TWO.pow(128);

  FakeStream {
    if (shards < 1) {
      throw new IllegalArgumentException("shards is " + shards + ", must be at least 1");
    }
  }

  String shardIdOf(String partitionKey, @Nullable String explicitHashKey) {
    BigInteger hash = explicitHashKey == null ? md5(partitionKey) : new BigInteger(explicitHashKey);
    return shardId(hash.multiply(BigInteger.valueOf(shards)).divide(RANGE).intValueExact());
  }

  static String shardId(int index) {
    return "shardId-%012d".formatted(index);
  }

  /** The smallest hash key of the shard: ⌈index · 2^128 / shards⌉, so that it fits shardIdOf. */
  BigInteger start(int index) {
    BigInteger divisor = BigInteger.valueOf(shards);
    return RANGE
        .multiply(BigInteger.valueOf(index))
        .add(divisor.subtract(BigInteger.ONE))
        .divide(divisor);
  }

  BigInteger end(int index) {
    return start(index + 1).subtract(BigInteger.ONE);
  }

  private static BigInteger md5(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return new BigInteger(1, digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
