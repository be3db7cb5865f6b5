package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.HashKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A record to be stored, valid but for its size, which depends on the stream. */
record PutEntry(
    String partitionKey, byte[] keyBytes, @Nullable HashKey explicitHashKey, byte[] data) {

  /** Kinesis limit, whatever the stream's own. */
  private static final int DATA_BYTES_MAX = 10 * 1024 * 1024;

  /** Of members that {@link #report} has nothing to say about, and that are Unicode. */
  static PutEntry of(String partitionKey, @Nullable String explicitHashKey, byte[] data)
      throws KinesisException {
    return new PutEntry(
        partitionKey,
        partitionKey.getBytes(StandardCharsets.UTF_8),
        explicitHashKey == null ? null : hashKey(explicitHashKey),
        data);
  }

  /** Whether nothing is wrong with the members of a record. */
  static boolean allows(
      @Nullable String partitionKey, @Nullable String explicitHashKey, byte @Nullable [] data) {
    return data != null
        && data.length <= DATA_BYTES_MAX
        && partitionKey != null
        && TextRule.PARTITION_KEY.allows(partitionKey)
        && (explicitHashKey == null || TextRule.HASH_KEY.allows(explicitHashKey));
  }

  /**
   * Adds all that is wrong with the members of a record.
   *
   * @param path what stands before their names
   */
  static void report(
      String path,
      @Nullable String partitionKey,
      @Nullable String explicitHashKey,
      byte @Nullable [] data,
      Violations violations) {
    if (partitionKey == null) {
      violations.missing(path + "partitionKey");
    } else {
      TextRule.PARTITION_KEY.report(path + "partitionKey", partitionKey, violations);
    }
    if (explicitHashKey != null) {
      TextRule.HASH_KEY.report(path + "explicitHashKey", explicitHashKey, violations);
    }
    if (data == null) {
      violations.missing(path + "data");
    } else {
      reportLength(path + "data", data.length, violations);
    }
  }

  static void reportLength(String field, int bytes, Violations violations) {
    if (bytes > DATA_BYTES_MAX) {
      violations.add(field, "Member must have length less than or equal to " + DATA_BYTES_MAX);
    }
  }

  private static HashKey hashKey(String explicit) throws KinesisException {
    return HashKey.parse(explicit)
        .orElseThrow(() ->
            KinesisException.argument(
                "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
                    + " Specified value was "
                    + explicit));
  }

  /** What counts against the limits of a record and of a request. */
  int sizeBytes() {
    return data.length + keyBytes.length;
  }

  HashKey hashKey(MessageDigest md5) {
    return explicitHashKey == null ? HashKey.ofPartitionKey(md5, keyBytes) : explicitHashKey;
  }
}
