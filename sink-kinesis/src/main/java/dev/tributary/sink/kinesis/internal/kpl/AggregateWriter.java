package dev.tributary.sink.kinesis.internal.kpl;

import dev.tributary.sink.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes aggregates: magic, {@code AggregatedRecord} as protobuf 2, MD5 of the protobuf bytes. The
 * field numbers are those of the public format. Not thread-safe.
 */
public final class AggregateWriter {

  /** No explicit hash key. */
  static final int NONE = -1;

  private static final byte[] MAGIC = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};
  private static final int MD5_BYTES = 16;

  private static final int KEY_TABLE = 1;
  private static final int HASH_KEY_TABLE = 2;
  private static final int RECORDS = 3;

  private static final int RECORD_KEY_INDEX = 1;
  private static final int RECORD_HASH_KEY_INDEX = 2;
  private static final int RECORD_DATA = 3;

  private final MessageDigest md5;

  public AggregateWriter() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /**
   * The aggregate of {@code batch[members[0]], batch[members[1]], …}.
   *
   * @param size of the aggregate with the partition key of its first record, as {@link
   *     AggregateSize} counts it
   */
  byte[] write(List<SinkRecord> batch, int[] members, int size) {
    SinkRecord first = batch.get(members[0]);
    byte[] out = new byte[size - (first.bytes() - first.data().length)];
    System.arraycopy(MAGIC, 0, out, 0, MAGIC.length);
    Protobuf protobuf = new Protobuf(out, MAGIC.length);
    keys(protobuf, batch, members);
    hashKeys(protobuf, batch, members);
    records(protobuf, batch, members);
    assert protobuf.position() == out.length - MD5_BYTES : "the size was counted wrongly";
    seal(out);
    return out;
  }

  private static void keys(Protobuf protobuf, List<SinkRecord> batch, int[] members) {
    @Nullable String last = null;
    for (int member : members) {
      String key = batch.get(member).partitionKey();
      if (!key.equals(last)) {
        protobuf.bytes(KEY_TABLE, key.getBytes(StandardCharsets.UTF_8));
        last = key;
      }
    }
  }

  private static void hashKeys(Protobuf protobuf, List<SinkRecord> batch, int[] members) {
    @Nullable String last = null;
    for (int member : members) {
      String hashKey = batch.get(member).explicitHashKey();
      if (hashKey != null && !hashKey.equals(last)) {
        protobuf.bytes(HASH_KEY_TABLE, hashKey.getBytes(StandardCharsets.UTF_8));
        last = hashKey;
      }
    }
  }

  private static void records(Protobuf protobuf, List<SinkRecord> batch, int[] members) {
    int keyIndex = NONE;
    int hashKeyIndex = NONE;
    @Nullable String lastKey = null;
    @Nullable String lastHashKey = null;
    for (int member : members) {
      SinkRecord record = batch.get(member);
      if (!record.partitionKey().equals(lastKey)) {
        keyIndex++;
        lastKey = record.partitionKey();
      }
      String hashKey = record.explicitHashKey();
      if (hashKey != null && !hashKey.equals(lastHashKey)) {
        hashKeyIndex++;
        lastHashKey = hashKey;
      }
      record(protobuf, keyIndex, hashKey == null ? NONE : hashKeyIndex, record.data());
    }
  }

  private static void record(Protobuf protobuf, int keyIndex, int hashKeyIndex, byte[] data) {
    protobuf.message(RECORDS, AggregateSize.recordSize(keyIndex, hashKeyIndex, data));
    protobuf.number(RECORD_KEY_INDEX, keyIndex);
    if (hashKeyIndex != NONE) {
      protobuf.number(RECORD_HASH_KEY_INDEX, hashKeyIndex);
    }
    protobuf.bytes(RECORD_DATA, data);
  }

  private void seal(byte[] out) {
    int end = out.length - MD5_BYTES;
    md5.update(out, MAGIC.length, end - MAGIC.length);
    try {
      md5.digest(out, end, MD5_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("there is room for an MD5", e);
    }
  }
}
