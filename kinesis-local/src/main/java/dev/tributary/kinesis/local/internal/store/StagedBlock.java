package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records that are appended and not committed, on their way into one {@link Block}. */
final class StagedBlock {
  /** Who wants one record has to read its block; a record that is larger has one of its own. */
  private static final int BYTES_MAX = 64 * 1024;

  private final long first;
  private final long arrivalMillis;
  private final long bytesBefore;
  private final List<Part> parts = new ArrayList<>();
  private int encodedBytes;

  private record Part(EncryptionType encryption, byte[] key, byte[] data) {
    int encodedBytes() {
      return BlockReader.HEADER_BYTES + key.length + data.length;
    }
  }

  StagedBlock(long first, long arrivalMillis, long bytesBefore) {
    this.first = first;
    this.arrivalMillis = arrivalMillis;
    this.bytesBefore = bytesBefore;
  }

  /** False if it needs another block. */
  boolean add(long millis, EncryptionType encryption, byte[] key, byte[] data) {
    Part part = new Part(encryption, key, data);
    boolean fits = parts.isEmpty() || encodedBytes + part.encodedBytes() <= BYTES_MAX;
    if (!fits || millis != arrivalMillis) {
      return false;
    }
    parts.add(part);
    encodedBytes += part.encodedBytes();
    return true;
  }

  Block block() {
    return new Block(first, parts.size(), arrivalMillis, bytesBefore);
  }

  /** Of all records before it and in it. */
  long bytesAfter() {
    return bytesBefore + Block.footprintBytes(parts.size(), encodedBytes);
  }

  byte[] value() {
    ByteBuffer out = ByteBuffer.allocate(encodedBytes);
    for (Part part : parts) {
      out.put(part.encryption() == EncryptionType.KMS ? BlockReader.ENCRYPTED : BlockReader.PLAIN)
          .putShort((short) part.key().length)
          .putInt(part.data().length)
          .put(part.key())
          .put(part.data());
    }
    return out.array();
  }
}
