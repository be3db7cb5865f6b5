package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.HashKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A record to be stored, valid but for its size, which depends on the stream. */
record PutEntry(
    String partitionKey, byte[] keyBytes, @Nullable HashKey explicitHashKey, byte[] data) {

  /**
   * @param path what stands before a member's name in an error's text
   */
  static PutEntry of(
      String path,
      @Nullable String partitionKey,
      @Nullable String explicitHashKey,
      byte @Nullable [] data)
      throws KinesisException {
    if (data == null) {
      throw KinesisException.missing(path + "data");
    }
    if (partitionKey == null) {
      throw KinesisException.missing(path + "partitionKey");
    }
    String key = TextRule.PARTITION_KEY.check(path + "partitionKey", partitionKey);
    return new PutEntry(
        key, key.getBytes(StandardCharsets.UTF_8), hashKey(path, explicitHashKey), data);
  }

  private static @Nullable HashKey hashKey(String path, @Nullable String explicit)
      throws KinesisException {
    if (explicit == null) {
      return null;
    }
    String field = path + "explicitHashKey";
    return HashKey.parse(TextRule.HASH_KEY.check(field, explicit))
        .orElseThrow(() ->
            KinesisException.argument(
                "%s is %s, must be 0 to %s".formatted(field, explicit, HashKey.MAX)));
  }

  /** What counts against the limits of a record and of a request. */
  int sizeBytes() {
    return data.length + keyBytes.length;
  }

  HashKey hashKey(MessageDigest md5) {
    return explicitHashKey == null ? HashKey.ofPartitionKey(md5, keyBytes) : explicitHashKey;
  }
}
