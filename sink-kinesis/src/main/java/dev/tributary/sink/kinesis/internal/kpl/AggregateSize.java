package dev.tributary.sink.kinesis.internal.kpl;

import dev.tributary.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Counts what an aggregate takes as records are added to it, to the byte. */
final class AggregateSize {

  /** The format's first four bytes and the MD5 at its end. */
  static final int FRAME_BYTES = 4 + 16;

  private int bytes;
  private int records;
  private int keys;
  private int hashKeys;
  private @Nullable String lastKey;
  private @Nullable String lastHashKey;

  /** Everything, and the partition key that the aggregate itself is sent with. */
  int bytes() {
    return bytes;
  }

  int records() {
    return records;
  }

  void clear() {
    bytes = 0;
    records = 0;
    keys = 0;
    hashKeys = 0;
    lastKey = null;
    lastHashKey = null;
  }

  void add(SinkRecord record) {
    String key = record.partitionKey();
    if (!key.equals(lastKey)) {
      int length = record.bytes() - record.data().length;
      if (records == 0) {
        bytes = FRAME_BYTES + length;
      }
      bytes += Protobuf.bytesSize(length);
      keys++;
      lastKey = key;
    }
    String hashKey = record.explicitHashKey();
    if (hashKey != null && !hashKey.equals(lastHashKey)) {
      bytes += Protobuf.bytesSize(hashKey.length());
      hashKeys++;
      lastHashKey = hashKey;
    }
    int body =
        recordSize(keys - 1, hashKey == null ? AggregateWriter.NONE : hashKeys - 1, record.data());
    bytes += Protobuf.bytesSize(body);
    records++;
  }

  /** Of the inner message. */
  static int recordSize(int keyIndex, int hashKeyIndex, byte[] data) {
    int size = Protobuf.numberSize(keyIndex) + Protobuf.bytesSize(data.length);
    return hashKeyIndex == AggregateWriter.NONE ? size : size + Protobuf.numberSize(hashKeyIndex);
  }
}
