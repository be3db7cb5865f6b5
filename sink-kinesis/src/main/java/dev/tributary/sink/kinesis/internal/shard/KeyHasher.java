package dev.tributary.sink.kinesis.internal.shard;

import dev.tributary.sink.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the hash key of records as Kinesis does: the explicit one, else the MD5 of the partition
 * key. Remembers the last key, for the records of a batch come key by key. Not thread-safe.
 */
public final class KeyHasher {

  private final MessageDigest md5;
  private @Nullable String lastKey;
  private @Nullable HashKey last;

  public KeyHasher() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** Null for a record whose explicit hash key is none. */
  public @Nullable HashKey hash(SinkRecord record) {
    String explicit = record.explicitHashKey();
    if (explicit != null) {
      return HashKey.ofDecimal(explicit);
    }
    String key = record.partitionKey();
    if (last == null || !key.equals(lastKey)) {
      last = HashKey.ofBytes(md5.digest(key.getBytes(StandardCharsets.UTF_8)));
      lastKey = key;
    }
    return last;
  }
}
